"""Policies of tables and streams in decisions, in the same account and in others.

Sources: IAM User Guide, "Policy evaluation for requests within a single account" and "Cross-account
policy evaluation logic"; Developer Guide, "DynamoDB API operations supported by resource-based
policies"; ack-api-quirks, services/dynamodb, entries 210, 431 and 432.
"""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.features.identity.records import NameRecord, name_entry
from jedlik.features.identity.transaction import Transaction, transact
from tests.engine.in_memory import ACCOUNT, Caller, arn_of, result_of, table
from tests.features.resource_policies.sample import document
from tests.pipeline.test_authorize import ANNA, KEY, Server, statement

OWNER = "210987654321"
MUSIC = arn_of()
SHARED = arn_of("shared", account_id=OWNER)
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}


def server_with(*policies: str) -> Server:
    """A server on which policies can name Anna."""
    server = Server(*policies)

    async def name_anna(transaction: Transaction) -> None:
        name: NameRecord = {"Id": "AIDAANNA"}
        transaction.put(name_entry(ACCOUNT, "user", "Anna"), name)

    result_of(transact(server.caller.node, name_anna))
    return server


def put(server: Server, text: str, arn: str = MUSIC, **members: Any) -> None:
    server.caller.call("PutResourcePolicy", ResourceArn=arn, Policy=text, **members)
    server.caller.clock.time_ms += 1


def owner_of(server: Server, text: str, *, resource: str | None = None) -> str:
    """Creates a table with a stream in another account. Returns the ARN of the stream.

    text: the policy of the table, or that of the stream if `resource` is "stream".
    """
    owner = Caller(account_id=OWNER, storage=server.caller.storage, clock=server.caller.clock)
    created = owner.call("CreateTable", **table("shared"), StreamSpecification=STREAM)
    stream: str = created["TableDescription"]["LatestStreamArn"]
    arn = stream if resource == "stream" else SHARED
    owner.call("PutResourcePolicy", ResourceArn=arn, Policy=text.replace("STREAM", stream))
    owner.call("PutItem", TableName="shared", Item=KEY)
    return stream


def denial(action: str, resource: str, context: str) -> str:
    return (
        f"User: {ANNA} is not authorized to perform: dynamodb:{action} on resource: {resource} "
        f"{context}"
    )


def new(name: str) -> dict[str, Any]:
    """Returns a request for a table."""
    return dict(table(name))


# --- the same account ----------------------------------------------------------------------------


def test_a_table_may_allow_a_user_who_has_no_policy() -> None:
    server = server_with()
    server.refusal("GetItem", TableName="music", Key=KEY)
    put(server, document(Principal={"AWS": ANNA}))
    for name in ("music", MUSIC):
        assert server.call("GetItem", TableName=name, Key=KEY) == {"Item": KEY}
    server.refusal("PutItem", TableName="music", Item=KEY)
    # An index is another resource.
    server.refusal("Scan", TableName="music", IndexName="by_year")


def test_to_name_the_account_is_not_enough() -> None:
    server = server_with()
    put(server, document(Principal={"AWS": ACCOUNT}))
    text = server.refusal("GetItem", TableName="music", Key=KEY)
    no_policy = "because no identity-based policy allows the dynamodb:GetItem action"
    assert text == denial("GetItem", MUSIC, no_policy)


def test_a_deny_of_a_table_ends_what_was_remembered() -> None:
    server = server_with(statement("dynamodb:*"))
    server.call("GetItem", TableName="music", Key=KEY)
    assert server.anna().allowed
    put(server, document(effect="Deny", Principal="*"))
    explicit = denial("GetItem", MUSIC, "with an explicit deny in a resource-based policy")
    for name in ("music", MUSIC):
        assert server.refusal("GetItem", TableName=name, Key=KEY) == explicit
    server.caller.call("DeleteResourcePolicy", ResourceArn=MUSIC)
    assert server.call("GetItem", TableName="music", Key=KEY) == {"Item": KEY}


def test_fine_grained_access_by_the_policy_of_a_table() -> None:
    leading = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a"]}}
    server = server_with()
    put(server, document(Principal={"AWS": ANNA}, Condition=leading))
    assert server.call("GetItem", TableName="music", Key=KEY) == {"Item": KEY}
    server.refusal("GetItem", TableName="music", Key={"pk": {"S": "b"}})
    assert server.anna().allowed == {}


def test_what_a_confirmed_lock_out_leaves() -> None:
    """Source: entry 210. Anna may still describe and tag the table, and delete it."""
    server = server_with(statement("dynamodb:*"))
    text = document(["dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"], "Deny")
    put(server, text, ConfirmRemoveSelfResourceAccess=True)
    explicit = "with an explicit deny in a resource-based policy"
    members: dict[str, Any] = {"ResourceArn": MUSIC, "Policy": document()}
    assert server.refusal("PutResourcePolicy", **members) == denial(
        "PutResourcePolicy", MUSIC, explicit
    )
    assert server.refusal("DeleteResourcePolicy", ResourceArn=MUSIC) == denial(
        "DeleteResourcePolicy", MUSIC, explicit
    )
    server.call("DescribeTable", TableName="music")
    server.call("TagResource", ResourceArn=MUSIC, Tags=[{"Key": "k", "Value": "v"}])
    server.call("DeleteTable", TableName="music")


def test_a_deny_comes_before_the_protection_of_a_table() -> None:
    """Source: entry 431."""
    server = server_with(statement("dynamodb:*"))
    server.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    put(server, document("dynamodb:DeleteTable", "Deny"))
    assert "explicit deny" in server.refusal("DeleteTable", TableName="music")


def test_a_policy_of_a_new_table_takes_part_in_its_first_request() -> None:
    server = server_with(statement("dynamodb:*"))
    policy = document(effect="Deny", Resource=arn_of("films"))
    server.call("CreateTable", **new("films"), ResourcePolicy=policy)
    assert "explicit deny" in server.refusal("GetItem", TableName="films", Key=KEY)
    server = server_with(statement("dynamodb:CreateTable"))
    text = server.refusal("CreateTable", **new("films"), ResourcePolicy=policy)
    assert "perform: dynamodb:PutResourcePolicy on resource" in text


# --- other accounts ------------------------------------------------------------------------------

SHARES = document("dynamodb:*", Principal={"AWS": ACCOUNT}, Resource=SHARED)


def test_another_account_needs_both_policies() -> None:
    server = server_with(statement("dynamodb:GetItem"))
    owner_of(server, SHARES)
    assert server.call("GetItem", TableName=SHARED, Key=KEY) == {"Item": KEY}
    no_identity = "because no identity-based policy allows the dynamodb:PutItem action"
    assert server.refusal("PutItem", TableName=SHARED, Item=KEY) == denial(
        "PutItem", SHARED, no_identity
    )
    # The name alone is a table of the caller.
    with pytest.raises(Reject, match="Requested resource not found"):
        server.call("GetItem", TableName="shared", Key=KEY)


def test_a_table_without_policy_and_an_absent_table_look_the_same() -> None:
    server = server_with(statement("dynamodb:*"))
    owner_of(server, document("dynamodb:Query", Principal={"AWS": ACCOUNT}, Resource=SHARED))
    for name in (SHARED, arn_of("absent", account_id=OWNER), arn_of("a", account_id="1" * 12)):
        no_resource = "because no resource-based policy allows the dynamodb:GetItem action"
        text = server.refusal("GetItem", TableName=name, Key=KEY)
        assert text == denial("GetItem", name, no_resource)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("UpdateTimeToLive", {"TimeToLiveSpecification": {"AttributeName": "a", "Enabled": True}}),
        ("DescribeTimeToLive", {}),
        ("CreateTable", {each: of for each, of in table().items() if each != "TableName"}),
    ],
)
def test_actions_that_no_policy_allows_to_other_accounts(
    name: str, members: dict[str, Any]
) -> None:
    server = server_with(statement("dynamodb:*"))
    owner_of(server, SHARES)
    text = server.refusal(name, TableName=SHARED, **members)
    assert "because no resource-based policy allows" in text


@pytest.mark.parametrize("verb", ["SELECT * FROM", "DELETE FROM"])
def test_statements_are_not_allowed_to_other_accounts(verb: str) -> None:
    server = server_with(statement("dynamodb:*"))
    owner_of(server, SHARES)
    text = f"""{verb} "{SHARED}" WHERE pk = 'a'"""
    for name, members in (
        ("ExecuteStatement", {"Statement": text}),
        ("BatchExecuteStatement", {"Statements": [{"Statement": text}]}),
        ("ExecuteTransaction", {"TransactStatements": [{"Statement": text}]}),
    ):
        assert "because no resource-based policy" in server.refusal(name, **members)


def test_a_stream_of_another_account() -> None:
    server = server_with(statement("dynamodb:*"))
    text = document("dynamodb:DescribeStream", Principal={"AWS": ACCOUNT}, Resource="STREAM")
    stream = owner_of(server, text, resource="stream")
    described = server.call("DescribeStream", StreamArn=stream)["StreamDescription"]
    assert described["TableName"] == "shared"
    refusal = server.refusal(
        "GetShardIterator",
        StreamArn=stream,
        ShardId=described["Shards"][0]["ShardId"],
        ShardIteratorType="LATEST",
    )
    no_resource = "because no resource-based policy allows the dynamodb:GetShardIterator action"
    assert refusal == denial("GetShardIterator", stream, no_resource)


def test_an_own_stream_of_a_deleted_table() -> None:
    server = server_with(statement("dynamodb:*"))
    stream = server.call("CreateTable", **new("films"), StreamSpecification=STREAM)[
        "TableDescription"
    ]["LatestStreamArn"]
    server.call("DeleteTable", TableName="films")
    described = server.call("DescribeStream", StreamArn=stream)["StreamDescription"]
    assert described["StreamStatus"] == "DISABLED"


def test_who_may_use_an_index_may_not_use_its_table_under_that_name() -> None:
    server = server_with(statement("dynamodb:*", f"{MUSIC}/index/*"))
    with pytest.raises(Reject) as rejected:
        server.call("GetItem", TableName=f"{MUSIC}/index/by_year", Key=KEY)
    assert rejected.value.error.code == "ValidationException"
