"""What is wrong with single actions and resources. Whole documents are rows of `documents`."""

import pytest

from jedlik.core.iam.identity_rules import action_fault, resource_fault


@pytest.mark.parametrize("action", ["*", "dynamodb:*", "s3.s:Get", "*:Get", "a:"])
def test_actions_that_are_accepted(action: str) -> None:
    assert action_fault(action) is None


@pytest.mark.parametrize(
    "resource",
    [
        *("arn:aws:dynamodb:us-east-1:123456789012:table/Music", "arn:aws:s3:::x", "arn:*:s3:::x"),
        *("arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:*", "arn:aws:iam::*:root"),
    ],
)
def test_resources_that_are_accepted(resource: str) -> None:
    assert resource_fault(resource) is None


def test_the_shown_arn_is_completed() -> None:
    assert resource_fault("x:cn:s3") == (
        'Partition "cn" is not valid for resource "arn:cn:s3:*:*:*".'
    )
