"""The policies that take part in decisions."""

from jedlik.core.iam.decision import Outcome, decide
from jedlik.core.iam.policies import NO_RESOURCE_POLICY, Policies
from jedlik.core.iam.request import FixedContext, Request
from jedlik.engine.context import Context
from jedlik.features.resource_policies.lookup import resource_policy
from jedlik.features.tables.name import find_table
from tests.engine.in_memory import ACCOUNT, Caller, arn_of, result_of
from tests.features.resource_policies.sample import MUSIC, document

OTHER = "210987654321"
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}


def outcome(context: Context, name: str, action: str, resource: str) -> Outcome:
    """Returns what the policy of a resource alone decides."""
    table = result_of(find_table(context, name))
    policies = Policies(resource=result_of(resource_policy(context, name, table)))
    caller = context.principal.caller
    return decide(Request(caller, action, resource, FixedContext({}), ACCOUNT), policies).outcome


def test_the_policy_of_a_table_by_name_and_by_arn() -> None:
    caller = Caller()
    caller.create()
    guest = Caller(account_id=OTHER, storage=caller.storage, clock=caller.clock)
    policy = document(Principal={"AWS": OTHER})
    caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=policy)
    assert outcome(guest.context, MUSIC, "dynamodb:GetItem", MUSIC) is Outcome.ALLOWED
    assert outcome(guest.context, MUSIC, "dynamodb:PutItem", MUSIC) is Outcome.IMPLICIT_DENY
    index = f"{MUSIC}/index/by_year"
    assert outcome(guest.context, MUSIC, "dynamodb:GetItem", index) is Outcome.IMPLICIT_DENY
    caller.call(
        "PutResourcePolicy",
        ResourceArn=MUSIC,
        Policy=document("dynamodb:GetItem", "Deny", Principal="*"),
    )
    for name in ("music", MUSIC):
        assert outcome(caller.context, name, "dynamodb:GetItem", MUSIC) is Outcome.EXPLICIT_DENY
    caller.call("DeleteResourcePolicy", ResourceArn=MUSIC)
    assert outcome(caller.context, MUSIC, "dynamodb:GetItem", MUSIC) is Outcome.ALLOWED


def test_the_policy_of_a_stream_outlives_its_table() -> None:
    caller = Caller()
    stream = caller.create(StreamSpecification=STREAM)["LatestStreamArn"]
    guest = Caller(account_id=OTHER, storage=caller.storage, clock=caller.clock)
    policy = document("dynamodb:GetRecords", Principal={"AWS": OTHER}, Resource=stream)
    caller.call("PutResourcePolicy", ResourceArn=stream, Policy=policy)
    action = "dynamodb:GetRecords"
    assert outcome(guest.context, stream, action, stream) is Outcome.ALLOWED
    caller.call("DeleteTable", TableName="music")
    assert outcome(guest.context, stream, action, stream) is Outcome.ALLOWED
    caller.call("DeleteResourcePolicy", ResourceArn=stream)
    assert outcome(guest.context, stream, action, stream) is Outcome.IMPLICIT_DENY


def test_what_has_no_policy() -> None:
    caller = Caller()
    caller.create()
    context = caller.context
    table = result_of(find_table(context, "music"))
    for name, found in (("music", table), ("absent", None), ("", None), (arn_of("a"), None)):
        assert result_of(resource_policy(context, name, found)) is NO_RESOURCE_POLICY
    absent = f"{MUSIC}/stream/2026-10-08T00:00:00.000"
    assert result_of(resource_policy(context, absent, None)) is NO_RESOURCE_POLICY
