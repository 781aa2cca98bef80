"""GetResourcePolicy: the canonical form of a document.

Source: ack-api-quirks, services/dynamodb, entries 205, 208, 212 and 351 to 355, recorded in October
2026.
"""

import json

import pytest

from tests.engine.in_memory import ACCOUNT, Caller, arn_of
from tests.features.resource_policies.sample import MUSIC, document


def test_a_document_is_shown_in_canonical_form() -> None:
    caller = Caller()
    caller.create()
    written = {
        "Statement": {
            "Resource": [MUSIC],
            "Action": ["dynamodb:GetItem"],
            "Principal": {"AWS": [ACCOUNT, ACCOUNT]},
            "Effect": "allow",
            "Sid": "one",
        },
        "Version": "2012-10-17",
    }
    put = caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=json.dumps(written, indent=2))
    got = caller.call("GetResourcePolicy", ResourceArn=MUSIC)
    assert got == {
        "Policy": '{"Version":"2012-10-17","Statement":[{"Sid":"one","Effect":"Allow",'
        f'"Principal":{{"AWS":"arn:aws:iam::{ACCOUNT}:root"}},'
        f'"Action":"dynamodb:GetItem","Resource":"{MUSIC}"}}]}}',
        "RevisionId": put["RevisionId"],
    }


def test_a_table_without_a_policy() -> None:
    caller = Caller()
    caller.create()
    missing = (
        "PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: "
        f"{MUSIC}"
    )
    assert caller.refusal("GetResourcePolicy", ResourceArn=MUSIC) == missing
    caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    caller.call("DeleteResourcePolicy", ResourceArn=MUSIC)
    assert caller.refusal("GetResourcePolicy", ResourceArn=MUSIC) == missing


@pytest.mark.parametrize("operation", ["GetResourcePolicy", "DeleteResourcePolicy"])
def test_a_table_that_does_not_exist(operation: str) -> None:
    refusal = Caller().refusal(operation, ResourceArn=arn_of("absent"))
    assert refusal == (
        "ResourceNotFoundException: Requested resource not found: Table: absent not found"
    )
