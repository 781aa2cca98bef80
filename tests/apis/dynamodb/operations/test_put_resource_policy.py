"""PutResourcePolicy: documents, revisions, and who locks himself out.

Sources: ack-api-quirks, services/dynamodb, entries 207 to 212, 248, 270 and 351 to 356, recorded in
October 2026; moto, test_dynamodb_resource_policy.py (aws_verified).
"""

import json
from typing import Any

import pytest

from tests.engine.in_memory import ACCOUNT, Caller, arn_of
from tests.features.resource_policies.sample import MUSIC, document

INVALID = "ValidationException: One or more parameter values were invalid: "
DOCUMENT = f"{INVALID}Invalid policy document: "


@pytest.fixture
def caller() -> Caller:
    caller = Caller()
    caller.create()
    return caller


def put(caller: Caller, text: str, **members: Any) -> str:
    answer = caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=text, **members)
    caller.clock.time_ms += 1
    revision_id: str = answer.pop("RevisionId")
    assert answer == {}
    return revision_id


def test_an_equivalent_document_keeps_its_revision(caller: Caller) -> None:
    first = put(caller, document(["dynamodb:GetItem"]))
    assert first == str(caller.clock.time_ms - 1)
    root = {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}
    for text in (
        document("dynamodb:GetItem"),
        f" {document()} ",
        document(Principal=root),
        document(Resource=[MUSIC]),
        document(effect="allow"),
    ):
        assert put(caller, text) == first
    second = put(caller, document("dynamodb:Query"))
    assert second > first


def test_the_version_that_is_added_counts_as_a_change(caller: Caller) -> None:
    without = json.loads(document())
    del without["Version"]
    first = put(caller, json.dumps(without))
    read = caller.call("GetResourcePolicy", ResourceArn=MUSIC)["Policy"]
    assert put(caller, json.dumps(without)) == first
    assert put(caller, read) != first


def test_the_expected_revision(caller: Caller) -> None:
    first = put(caller, document(), ExpectedRevisionId="NO_POLICY")
    second = put(caller, document("dynamodb:Query"), ExpectedRevisionId=first)
    missing = (
        "PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: "
    )
    refused = {"ResourceArn": MUSIC, "Policy": document()}
    assert caller.refusal("PutResourcePolicy", **refused, ExpectedRevisionId=first) == (
        f"{missing}Requested update for policy with revision id {first}, but the policy associated "
        f"to target table music has revision id {second}."
    )
    assert caller.refusal("PutResourcePolicy", **refused, ExpectedRevisionId="NO_POLICY") == (
        f"{missing}Requested policy update expecting none to be present for table music, but a "
        f"policy exists with revision id {second}."
    )


def test_who_locks_himself_out_must_confirm_it(caller: Caller) -> None:
    text = document("dynamodb:PutResourcePolicy", "Deny")
    assert caller.refusal("PutResourcePolicy", ResourceArn=MUSIC, Policy=text) == (
        "AccessDeniedException: The new resource policy will not allow you to update the resource "
        "policy in the future."
    )
    assert put(caller, text, ConfirmRemoveSelfResourceAccess=True)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", f"{DOCUMENT}This policy contains invalid Json"),
        ("nonsense", f"{DOCUMENT}This policy contains invalid Json"),
        ("[]", f"{DOCUMENT}This policy contains invalid Json"),
        ("null", f"{DOCUMENT}This text appears not to be a policy"),
        (
            '{"Version":"2012-10-17","Statement":[]}',
            f"{DOCUMENT}Could not parse the policy: Statement is empty!",
        ),
        (
            '{"Version":"2012-10-17","Statement":[{}]}',
            f"{DOCUMENT}Missing required field Effect",
        ),
        (
            document(["dynamodb:GetRecords", "dynamodb:DescribeStream"]),
            f"{DOCUMENT}The following action names are invalid: "
            '"dynamodb:GetRecords", "dynamodb:DescribeStream"',
        ),
        (
            document(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/Absent"}),
            f"{INVALID}Invalid principal in policy document.",
        ),
        (
            document(Principal="*"),
            "ValidationException: Resource-based policy grants unbounded access in one or more "
            "elements. Please revise the policy to ensure least-privilege form of access",
        ),
        (
            document() + " " * 20_480,
            f"{INVALID}Maximum policy size of 20480 bytes exceeded",
        ),
    ],
)
def test_documents_that_are_refused(caller: Caller, text: str, refusal: str) -> None:
    assert caller.refusal("PutResourcePolicy", ResourceArn=MUSIC, Policy=text) == refusal


@pytest.mark.parametrize(
    "members",
    [
        {"Resource": arn_of("films")},
        {"Resource": "*"},
        {"Resource": f"{MUSIC}/index/by_year"},
        {"effect": "Deny", "Principal": "*"},
    ],
)
def test_documents_that_are_accepted(caller: Caller, members: dict[str, Any]) -> None:
    assert put(caller, document(**members))


def test_a_stream_takes_actions_of_streams_only() -> None:
    caller = Caller()
    stream = caller.create(
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    )["LatestStreamArn"]
    refusal = caller.refusal(
        "PutResourcePolicy", ResourceArn=stream, Policy=document(Resource=stream)
    )
    assert refusal.startswith(f"{DOCUMENT}The following action names are invalid")
    text = document("dynamodb:GetRecords", Resource=stream)
    assert caller.call("PutResourcePolicy", ResourceArn=stream, Policy=text)["RevisionId"]


@pytest.mark.parametrize("name", ["music_", "Music"])
def test_a_table_that_does_not_exist(caller: Caller, name: str) -> None:
    refusal = caller.refusal("PutResourcePolicy", ResourceArn=arn_of(name), Policy=document())
    assert refusal == (
        f"ResourceNotFoundException: Requested resource not found: Table: {name} not found"
    )


def test_an_absent_or_empty_member(caller: Caller) -> None:
    for members in (
        {"Policy": document()},
        {"ResourceArn": "", "Policy": document()},
        {"ResourceArn": MUSIC},
        {"ResourceArn": "arn:" + "a" * 1_280, "Policy": document()},
        {"ResourceArn": MUSIC, "Policy": document(), "ExpectedRevisionId": ""},
    ):
        assert caller.refusal("PutResourcePolicy", **members).startswith("ValidationException")
