"""The callers and policies of a simulation."""

import pytest

from jedlik.apis.iam.simulated import caller_of, input_policies, resource_policy
from jedlik.core.errors import Reject
from jedlik.core.iam.request import CallerKind
from tests.engine.in_memory import ACCOUNT

ALLOW = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:B","Resource":"*"}}'


@pytest.mark.parametrize(
    ("text", "kind", "entity"),
    [
        (f"arn:aws:iam::{ACCOUNT}:root", CallerKind.ROOT, f"arn:aws:iam::{ACCOUNT}:root"),
        (ACCOUNT, CallerKind.ROOT, f"arn:aws:iam::{ACCOUNT}:root"),
        (
            f"arn:aws:iam::{ACCOUNT}:user/team/anna",
            CallerKind.USER,
            f"arn:aws:iam::{ACCOUNT}:user/team/anna",
        ),
        (
            f"arn:aws:iam::{ACCOUNT}:role/r",
            CallerKind.ROLE_SESSION,
            f"arn:aws:iam::{ACCOUNT}:role/r",
        ),
        (
            f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s",
            CallerKind.ROLE_SESSION,
            f"arn:aws:iam::{ACCOUNT}:role/r",
        ),
    ],
)
def test_callers(text: str, kind: CallerKind, entity: str) -> None:
    caller = caller_of(text)
    assert (caller.kind, caller.entity_arn, caller.account_id) == (kind, entity, ACCOUNT)


def test_a_text_that_is_no_caller() -> None:
    with pytest.raises(Reject) as caught:
        caller_of("nobody")
    assert caught.value.error.code == "InvalidInput"


def test_policies_of_a_request_have_numbers() -> None:
    names = [each.name for each in input_policies("PolicyInputList", [ALLOW, ALLOW])]
    assert names == ["PolicyInputList.1", "PolicyInputList.2"]


def test_documents_that_are_not_valid() -> None:
    for call in (lambda: input_policies("P", ["{"]), lambda: resource_policy(ALLOW)):
        with pytest.raises(Reject) as caught:
            call()
        assert caught.value.error.code == "InvalidInput"
