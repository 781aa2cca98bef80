"""DeleteResourcePolicy: what repeated deletions answer.

Sources: ack-api-quirks, services/dynamodb, entries 205 and 209; moto,
test_dynamodb_resource_policy.py (aws_verified).
"""

from tests.engine.in_memory import Caller
from tests.features.resource_policies.sample import MUSIC, document

MISSING = "PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: "


def test_a_deletion_is_a_revision_that_is_answered_again() -> None:
    caller = Caller()
    caller.create()
    assert caller.call("DeleteResourcePolicy", ResourceArn=MUSIC) == {}
    put = caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    deleted = caller.call("DeleteResourcePolicy", ResourceArn=MUSIC)
    assert deleted["RevisionId"] > put["RevisionId"]
    caller.clock.time_ms += 1_000
    assert caller.call("DeleteResourcePolicy", ResourceArn=MUSIC) == deleted
    again = caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    assert again["RevisionId"] > deleted["RevisionId"]


def test_the_expected_revision() -> None:
    caller = Caller()
    caller.create()
    refusal = caller.refusal("DeleteResourcePolicy", ResourceArn=MUSIC, ExpectedRevisionId="1")
    assert refusal == f"{MISSING}{MUSIC}"
    put = caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())["RevisionId"]
    refusal = caller.refusal(
        "DeleteResourcePolicy", ResourceArn=MUSIC, ExpectedRevisionId="unknown"
    )
    assert refusal == (
        f"{MISSING}Requested update for policy with revision id unknown, but the policy associated "
        f"to target table music has revision id {put}."
    )
    caller.call("DeleteResourcePolicy", ResourceArn=MUSIC, ExpectedRevisionId=put)
    assert caller.refusal("GetResourcePolicy", ResourceArn=MUSIC).startswith(MISSING)
