"""Tables and streams of other accounts, which a request names by ARN after it was authorized.

Source: Developer Guide, "Cross-account access with resource-based policies": the caller gives the
ARN of the table as TableName.
"""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.tables.name import find_table, may_find, named_table, place_of, table_of
from jedlik.pipeline.authenticate import open_to_all
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from tests.engine.in_memory import Caller, api_of, arn_of, result_of

OTHER = "210987654321"
MUSIC = arn_of()
KEY = {"pk": {"S": "a"}}
Change = Callable[[], object]


class Guest:
    """A caller of another account than that of the tables, on the same node."""

    def __init__(self, owner: Caller) -> None:
        self._principal = Caller(account_id=OTHER).context.principal
        self._node = owner.node
        self._pipeline = Pipeline(
            Services(owner.node, AccessControl(open_to_all(self._principal))), (), {}, {}
        )
        self.context = self.request_context()

    def request_context(self, region: str = "us-east-1") -> Context:
        return Context(self._node, region, self._principal)

    def call(
        self, operation: str, *names: str, before: Change | None = None, **members: object
    ) -> Any:
        """Returns the answer to a request that is authorized for `names`.

        before: what happens after the authorization and before the operation.
        """
        context = self.request_context()
        resolved = {name: result_of(find_table(context, name)) for name in names}
        context.resolved = resolved
        if before is not None:
            before()
        request = orjson.loads(orjson.dumps(members))
        answer = self._pipeline.call(api_of(operation), operation, request, context)
        return orjson.loads(orjson.dumps(result_of(answer)))

    def refusal(self, operation: str, *names: str, **members: Any) -> str:
        with pytest.raises(Reject) as rejected:
            self.call(operation, *names, **members)
        return f"{rejected.value.error.code}: {rejected.value.error.message}"


@pytest.fixture
def owner() -> Caller:
    caller = Caller()
    caller.create(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    caller.call("PutItem", TableName="music", Item=KEY)
    return caller


@pytest.fixture
def guest(owner: Caller) -> Guest:
    return Guest(owner)


ON_ITEMS: list[tuple[str, dict[str, Any]]] = [
    ("GetItem", {"Key": KEY}),
    ("PutItem", {"Item": KEY}),
    ("UpdateItem", {"Key": KEY}),
    ("DeleteItem", {"Key": KEY}),
    ("Scan", {}),
    (
        "Query",
        {"KeyConditionExpression": "pk = :v", "ExpressionAttributeValues": {":v": {"S": "a"}}},
    ),
]


@pytest.mark.parametrize(("operation", "members"), ON_ITEMS)
def test_items_of_another_account(guest: Guest, operation: str, members: dict[str, Any]) -> None:
    """The meter reports the ARN, as it does for an ARN of the caller's own account."""
    asked = {"TableName": MUSIC, "ReturnConsumedCapacity": "TOTAL", **members}
    answer = guest.call(operation, MUSIC, **asked)
    assert answer["ConsumedCapacity"]["TableName"] == MUSIC
    # The name alone is a table of the caller.
    asked["TableName"] = "music"
    not_found = "ResourceNotFoundException: Requested resource not found"
    assert guest.refusal(operation, MUSIC, "music", **asked) == not_found


def test_an_item_of_another_account_is_the_one_that_is_read(guest: Guest, owner: Caller) -> None:
    guest.call("PutItem", MUSIC, TableName=MUSIC, Item={**KEY, "n": {"N": "1"}})
    found = owner.call("GetItem", TableName="music", Key=KEY)
    assert found["Item"] == {**KEY, "n": {"N": "1"}}


def test_batches_and_transactions_over_accounts(guest: Guest, owner: Caller) -> None:
    guest_owner = Caller(account_id=OTHER, storage=owner.storage, clock=owner.clock)
    guest_owner.create("music")
    blocks = {MUSIC: {"Keys": [KEY]}, "music": {"Keys": [KEY]}}
    found = guest.call("BatchGetItem", MUSIC, "music", RequestItems=blocks)
    assert found["Responses"] == {MUSIC: [KEY], "music": []}
    puts = [{"Put": {"TableName": name, "Item": {"pk": {"S": "b"}}}} for name in (MUSIC, "music")]
    guest.call("TransactWriteItems", MUSIC, "music", TransactItems=puts)
    for each in (owner, guest_owner):
        assert "Item" in each.call("GetItem", TableName="music", Key={"pk": {"S": "b"}})


@pytest.mark.parametrize(("operation", "members"), [*ON_ITEMS, ("DeleteTable", {})])
def test_what_was_not_authorized_does_not_exist(
    guest: Guest, owner: Caller, operation: str, members: dict[str, Any]
) -> None:
    for names in ((), (arn_of("films"),), ("music",)):
        refusal = guest.refusal(operation, *names, TableName=MUSIC, **members)
        assert refusal.startswith("ResourceNotFoundException")
    context = owner.request_context()
    context.resolved = {}
    with pytest.raises(Reject, match="Requested resource not found"):
        result_of(table_of(context, "music"))


@pytest.mark.parametrize(("operation", "members"), [*ON_ITEMS, ("DescribeTable", {})])
def test_a_request_without_authorization_finds_only_tables_of_its_account(
    owner: Caller, operation: str, members: dict[str, Any]
) -> None:
    foreign = Caller(account_id=OTHER, storage=owner.storage, clock=owner.clock)
    refusal = foreign.refusal(operation, TableName=MUSIC, **members)
    assert refusal == "AccessDeniedException: Access is denied"


@pytest.mark.parametrize(
    ("operation", "member"),
    [("DescribeTable", "Table"), ("DeleteTable", "TableDescription")],
)
def test_tables_of_another_account(guest: Guest, operation: str, member: str) -> None:
    answer = guest.call(operation, MUSIC, TableName=MUSIC)
    assert answer[member]["TableArn"] == MUSIC


def test_changes_of_a_table_of_another_account(guest: Guest, owner: Caller) -> None:
    guest.call("UpdateTable", MUSIC, TableName=MUSIC, DeletionProtectionEnabled=True)
    assert owner.describe()["DeletionProtectionEnabled"] is True
    tags = [{"Key": "k", "Value": "v"}]
    guest.call("TagResource", MUSIC, ResourceArn=MUSIC, Tags=tags)
    assert guest.call("ListTagsOfResource", MUSIC, ResourceArn=MUSIC)["Tags"] == tags
    guest.call("UntagResource", MUSIC, ResourceArn=MUSIC, TagKeys=["k"])
    assert owner.call("ListTagsOfResource", ResourceArn=MUSIC)["Tags"] == []


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("DescribeTable", {"TableName": MUSIC}),
        ("UpdateTable", {"TableName": MUSIC, "DeletionProtectionEnabled": True}),
        ("DeleteTable", {"TableName": MUSIC}),
        ("TagResource", {"ResourceArn": MUSIC, "Tags": [{"Key": "k", "Value": "v"}]}),
        ("UntagResource", {"ResourceArn": MUSIC, "TagKeys": ["k"]}),
        ("ListTagsOfResource", {"ResourceArn": MUSIC}),
    ],
)
def test_a_table_that_is_created_again_meanwhile_is_another_one(
    guest: Guest, owner: Caller, operation: str, members: dict[str, Any]
) -> None:
    """Nobody has looked at the policy of the new table."""

    def create_again() -> None:
        owner.call("DeleteTable", TableName="music")
        owner.create()

    refusal = guest.refusal(operation, MUSIC, before=create_again, **members)
    assert refusal.startswith("ResourceNotFoundException")
    described = owner.describe()
    assert described["DeletionProtectionEnabled"] is False


def test_a_stream_of_another_account(guest: Guest, owner: Caller) -> None:
    stream = owner.describe()["LatestStreamArn"]
    described = guest.call("DescribeStream", stream, StreamArn=stream)["StreamDescription"]
    iterators = [
        guest.call(
            "GetShardIterator",
            stream,
            StreamArn=stream,
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )["ShardIterator"]
        for shard in described["Shards"]
    ]
    pages = [guest.call("GetRecords", stream, ShardIterator=each) for each in iterators]
    assert [record["dynamodb"]["Keys"] for page in pages for record in page["Records"]] == [KEY]
    refused = f"ResourceNotFoundException: Requested resource not found: Stream: {stream} not found"
    assert guest.refusal("DescribeStream", MUSIC, StreamArn=stream) == refused
    assert guest.refusal("GetRecords", MUSIC, ShardIterator=iterators[0]) == refused


def test_a_new_table_is_always_in_the_account_of_the_caller(guest: Guest) -> None:
    members = {
        "TableName": arn_of("films"),
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    refusal = guest.refusal("CreateTable", arn_of("films"), **members)
    assert refusal == "AccessDeniedException: Access is denied"


# --- what a name leads to ------------------------------------------------------------------------


def found(context: Context, name: str) -> Table | None:
    return result_of(find_table(context, name))


def test_which_names_lead_to_a_table(owner: Caller, guest: Guest) -> None:
    table = found(owner.context, "music")
    assert table is not None
    assert found(owner.context, MUSIC) is found(guest.context, MUSIC)
    assert found(guest.context, MUSIC) is not None
    assert found(guest.context, "music") is None
    elsewhere = guest.request_context("eu-west-1")
    for context, name in (
        (elsewhere, MUSIC),
        # Whoever may use an index or a stream may not use its table under the same name.
        (guest.context, f"{MUSIC}/index/by_year"),
        (guest.context, f"{MUSIC}/stream/2026-10-08T00:00:00.000"),
        (guest.context, "a:b"),
        (guest.context, ""),
        (guest.context, arn_of("films")),
    ):
        assert found(context, name) is None


def test_the_place_of_an_arn(guest: Guest) -> None:
    with pytest.raises(Reject, match="Access is denied"):
        place_of(guest.context, MUSIC)
    context = guest.request_context()
    context.resolved = {}
    assert place_of(context, MUSIC) == ("123456789012", "music")
    assert place_of(context, "music") == (OTHER, "music")
    elsewhere = guest.request_context("eu-west-1")
    elsewhere.resolved = {}
    with pytest.raises(Reject, match="Invalid AWS region in"):
        place_of(elsewhere, MUSIC)


def test_only_the_authorized_table_may_be_found(owner: Caller) -> None:
    table = result_of(named_table(owner.context, "music"))
    assert may_find(owner.context, "music", table.id)
    context = owner.request_context()
    for resolved in ({}, {"music": None}, {MUSIC: table}):
        context.resolved = resolved
        assert not may_find(context, "music", table.id)
    context.resolved = {"music": table}
    assert may_find(context, "music", table.id)
    assert not may_find(context, "music", table.id + 1)
