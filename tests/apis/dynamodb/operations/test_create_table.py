"""CreateTable. Texts: recorded answers, October 2026; dynalite's recorded tests."""

import asyncio
import re

import pytest

from jedlik.core.errors import Reject
from jedlik.core.limits import TABLES_PER_ACCOUNT
from jedlik.engine.table import catalog_key
from jedlik.storage.interface import Batch, Put
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import (
    ACCOUNT,
    ENV,
    INV,
    REGION,
    START_MS,
    VE,
    Caller,
    arn_of,
    definitions,
    keys,
    result_of,
    table,
    units,
)
from tests.features.resource_policies.sample import document

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members",
    [
        {"TableName": 23},
        {"KeySchema": "HASH"},
        {"AttributeDefinitions": {}},
        {"ProvisionedThroughput": {"ReadCapacityUnits": "five"}},
        {"Tags": [{"Key": 1}]},
        {"DeletionProtectionEnabled": 1},
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    refusal = Caller().refusal("CreateTable", **{**table(), **members})
    assert refusal.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------


def without(member: str) -> dict[str, object]:
    return {name: value for name, value in table().items() if name != member}


PROVISIONED = {**without("BillingMode"), "ProvisionedThroughput": units(10, 10)}
BOTH = "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
NEITHER = "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
NOT_DEFINED = "Some index key attributes are not defined in AttributeDefinitions. Keys: "
LOWER = "Requested {} for WarmThroughput for table is lower than "
INITIAL = (
    "initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/"
    "developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial"
)
RANGE = "Requested {} for OnDemandThroughput for table is outside of valid range"

CASES: list[tuple[dict[str, object], str]] = [
    (
        without("TableName"),
        VE + "The parameter 'TableName' is required but was not present in the request",
    ),
    (
        {"TableName": "ab"},
        ENV + "Value 'ab' at 'tableName' failed to satisfy constraint: "
        "Member must have length greater than or equal to 3",
    ),
    # Billing
    ({"ProvisionedThroughput": units(1, 1)}, INV + BOTH + "PAY_PER_REQUEST"),
    (without("BillingMode"), INV + NEITHER + "PROVISIONED"),
    ({"BillingMode": "PROVISIONED"}, INV + NEITHER + "PROVISIONED"),
    (
        {**PROVISIONED, "ProvisionedThroughput": units(1_000_000_000_001, 1_000_000_000_001)},
        VE + "Given value 1000000000001 for ReadCapacityUnits is out of bounds",
    ),
    (
        {**PROVISIONED, "ProvisionedThroughput": units(1, 1_000_000_000_001)},
        VE + "Given value 1000000000001 for WriteCapacityUnits is out of bounds",
    ),
    # Keys
    (
        {"AttributeDefinitions": definitions("pk", "pk")},
        VE + "Attribute Name is duplicated: pk",
    ),
    (
        {"AttributeDefinitions": []},
        VE + "Invalid KeySchema: Some index key attribute have no definition",
    ),
    (
        {"KeySchema": keys("pk HASH", "pk RANGE")},
        VE + "Invalid KeySchema: Some index key attribute have no definition",
    ),
    (
        {"KeySchema": keys("PK HASH")},
        INV + NOT_DEFINED + "[PK], AttributeDefinitions: [pk]",
    ),
    (
        {"KeySchema": keys("a HASH", "a RANGE"), "AttributeDefinitions": definitions("a", "b")},
        VE + "Both the Hash Key and the Range Key element in the KeySchema have the same name",
    ),
    (
        {"KeySchema": keys("a RANGE", "b HASH"), "AttributeDefinitions": definitions("a", "b")},
        VE + "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
    ),
    (
        {"KeySchema": keys("a HASH", "b HASH"), "AttributeDefinitions": definitions("a", "b")},
        VE + "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
    ),
    (
        {"AttributeDefinitions": definitions("pk", "other")},
        INV + "Number of attributes in KeySchema does not exactly match number of attributes "
        "defined in AttributeDefinitions",
    ),
    # On-demand and warm throughput
    ({"OnDemandThroughput": {"MaxReadRequestUnits": 0}}, INV + RANGE.format("MaxReadRequestUnits")),
    (
        {"OnDemandThroughput": {"MaxReadRequestUnits": 1, "MaxWriteRequestUnits": -1}},
        INV + RANGE.format("MaxWriteRequestUnits"),
    ),
    (
        {**PROVISIONED, "OnDemandThroughput": {"MaxWriteRequestUnits": 5}},
        INV + "MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table "
        "BillingMode is PROVISIONED.",
    ),
    (
        {"WarmThroughput": {"ReadUnitsPerSecond": 1, "WriteUnitsPerSecond": 1}},
        INV + LOWER.format("ReadUnitsPerSecond") + INITIAL,
    ),
    (
        {"WarmThroughput": {"WriteUnitsPerSecond": 3_999}},
        INV + LOWER.format("WriteUnitsPerSecond") + INITIAL,
    ),
    (
        {**PROVISIONED, "WarmThroughput": {"ReadUnitsPerSecond": 5}},
        INV + LOWER.format("ReadUnitsPerSecond") + "ReadCapacityUnits of ProvisionedThroughput",
    ),
    # Source: ack-api-quirks, catalogue of errors (DDB-TABLE-442), October 2026.
    (
        {"TableClass": "BOGUS"},
        VE + "Invalid table-class parameter provided. Please try again with a valid table-class "
        "value: [STANDARD, STANDARD_INFREQUENT_ACCESS].",
    ),
    # Stream and encryption
    (
        {"StreamSpecification": {"StreamEnabled": True}},
        INV + "Table is being created with a stream enabled, UpdateViewType is required",
    ),
    (
        {"StreamSpecification": {"StreamEnabled": False, "StreamViewType": "KEYS_ONLY"}},
        INV + "Table is being created with a stream disabled, UpdateViewType should not be "
        "specified",
    ),
    (
        {"SSESpecification": {"Enabled": False, "SSEType": "KMS", "KMSMasterKeyId": "k"}},
        INV + "SSEType can not be specified if Enabled is false",
    ),
    (
        {"SSESpecification": {"Enabled": False, "KMSMasterKeyId": "k"}},
        INV + "KMSMasterKeyId can not be specified if Enabled is false",
    ),
    (
        {"SSESpecification": {"Enabled": True, "SSEType": "AES256"}},
        INV + "SSEType AES256 is not supported",
    ),
    (
        {"SSESpecification": {"Enabled": True, "KMSMasterKeyId": "alias/mine"}},
        INV + "SSEType KMS is required if KMSMasterKeyId is specified",
    ),
    # Tags
    (
        {"Tags": [{"Key": "aws:foo", "Value": "x"}]},
        VE + "Tag Key cannot be prefixed with aws:, Key: aws:foo",
    ),
    (
        {"Tags": [{"Key": str(at), "Value": "x"} for at in range(51)]},
        VE + "Number of Tags exceed the current limit for the provided ResourceArn",
    ),
    # Source: ack-api-quirks, services/dynamodb, entry 211.
    (
        {"ResourcePolicy": "nonsense"},
        INV + "Invalid policy document: This policy contains invalid Json",
    ),
    # What is not there yet
    (
        {"GlobalTableSourceArn": arn_of("source")},
        INV + "Jedlik does not have global tables yet; omit GlobalTableSourceArn",
    ),
    (
        {"GlobalTableSettingsReplicationMode": "ENABLED"},
        INV + "Jedlik does not have global tables yet; omit GlobalTableSettingsReplicationMode",
    ),
]


@pytest.mark.parametrize(("members", "refusal"), CASES)
def test_refusals(members: dict[str, object], refusal: str) -> None:
    request = members if "KeySchema" in members and "TableName" in members else table() | members
    if members == without("TableName") or members == without("BillingMode"):
        request = members
    caller = Caller()
    assert caller.refusal("CreateTable", **request) == refusal
    assert caller.call("ListTables") == {"TableNames": []}


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        (
            {**PROVISIONED, "ProvisionedThroughput": units(40_001, 1)},
            "The requested ReadCapacityUnits, 40001, is above the per table maximum for the "
            "account in us-east-1. Per table maximum: 40000. Refer to the Amazon DynamoDB "
            "Developer Guide for current limits and how to request higher limits.",
        ),
        (
            {"OnDemandThroughput": {"MaxReadRequestUnits": 40_001}},
            "Subscriber limit exceeded: Requested MaxReadRequestUnits for OnDemandThroughput for "
            "table exceeds TableMaxReadCapacityUnits of the account in region us-east-1",
        ),
        (
            {"WarmThroughput": {"WriteUnitsPerSecond": 40_001}},
            "Subscriber limit exceeded: Requested WriteUnitsPerSecond for WarmThroughput for "
            "table exceeds TableMaxWriteCapacityUnits of the account in region us-east-1",
        ),
    ],
)
def test_quotas(members: dict[str, object], refusal: str) -> None:
    request = members if "TableName" in members else table() | members
    assert Caller().refusal("CreateTable", **request) == f"LimitExceededException: {refusal}"


# --- behaviour -----------------------------------------------------------------------------------


def test_the_answer_shows_a_table_being_created() -> None:
    created = Caller().create()
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", created.pop("TableId"))
    assert created == {
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "TableName": "music",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "TableStatus": "CREATING",
        "CreationDateTime": START_MS / 1000,
        "ProvisionedThroughput": {**units(0, 0), "NumberOfDecreasesToday": 0},
        "TableSizeBytes": 0,
        "ItemCount": 0,
        "TableArn": arn_of(),
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        "TableThroughputModeSummary": {"TableThroughputMode": "PAY_PER_REQUEST"},
        "DeletionProtectionEnabled": False,
    }


def test_warm_throughput_that_was_asked_for_is_in_the_answer() -> None:
    caller = Caller()
    created = caller.create(WarmThroughput={"ReadUnitsPerSecond": 12_001})
    warm = {"ReadUnitsPerSecond": 12_001, "WriteUnitsPerSecond": 4_000}
    assert created["WarmThroughput"] == {**warm, "Status": "UPDATING"}
    assert caller.describe()["WarmThroughput"] == {**warm, "Status": "ACTIVE"}


def test_empty_structures_are_accepted() -> None:
    caller = Caller()
    caller.create(OnDemandThroughput={}, WarmThroughput={}, SSESpecification={}, Tags=[])
    description = caller.describe()
    assert "OnDemandThroughput" not in description
    assert "SSEDescription" not in description
    assert caller.call("ListTagsOfResource", ResourceArn=arn_of()) == {"Tags": []}


def test_a_table_may_be_named_by_its_arn() -> None:
    assert Caller().create(TableName=arn_of("albums"))["TableName"] == "albums"


def test_a_name_is_taken_until_its_table_is_gone() -> None:
    caller = Caller(delay_ms=1_000)
    first = caller.create()
    in_use = "ResourceInUseException: "
    creating = in_use + "Attempt to change a resource which is still in use: Table is being created"
    assert caller.refusal("CreateTable", **table()) == f"{creating}: music"
    caller.clock.time_ms += 1_000
    assert caller.refusal("CreateTable", **table()) == f"{in_use}Table already exists: music"
    caller.call("DeleteTable", TableName="music")
    assert caller.refusal("CreateTable", **table()) == f"{in_use}Table already exists: music"
    caller.clock.time_ms += 1_000
    second = caller.create()
    assert second["TableArn"] == first["TableArn"]
    assert second["TableId"] != first["TableId"]


def test_names_are_case_sensitive() -> None:
    caller = Caller()
    caller.create("music")
    caller.create("MUSIC")
    assert caller.call("ListTables")["TableNames"] == ["MUSIC", "music"]


def test_a_table_created_again_sees_nothing_of_the_old_one() -> None:
    caller = Caller()
    caller.create()
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}})
    caller.call("DeleteTable", TableName="music")
    caller.create()
    assert caller.call("Scan", TableName="music")["Count"] == 0
    assert caller.describe()["ItemCount"] == 0


def test_regions_and_accounts_have_tables_of_their_own() -> None:
    storage = MemoryStorage()
    here = Caller(storage=storage)
    here.create()
    for elsewhere in (
        Caller(storage=storage, region="eu-west-1"),
        Caller(storage=storage, account_id="210987654321"),
    ):
        assert elsewhere.call("ListTables") == {"TableNames": []}
        elsewhere.create()
    assert here.call("ListTables") == {"TableNames": ["music"]}


def test_of_many_at_once_one_creates_the_table() -> None:
    caller = Caller()

    async def attempt() -> str:
        try:
            return str(
                (await caller.calls("CreateTable", **table()))["TableDescription"]["TableId"]
            )
        except Reject as rejected:
            return rejected.error.code

    async def race() -> list[str]:
        return list(await asyncio.gather(*(attempt() for _ in range(10))))

    assert sorted(result_of(race()))[1:] == ["ResourceInUseException"] * 9


def test_the_quota_of_tables() -> None:
    caller = Caller()
    puts = [
        Put(catalog_key(REGION, ACCOUNT, f"table{at:04}"), b"{}")
        for at in range(TABLES_PER_ACCOUNT)
    ]
    result_of(caller.storage.transact([], lambda _: Batch(puts, None)))
    assert caller.refusal("CreateTable", **table()) == (
        "LimitExceededException: Subscriber limit exceeded: There is a limit of 2500 tables per "
        "subscriber"
    )


def test_a_table_with_a_policy() -> None:
    """The policy takes part in the first request, and its next change need not wait."""
    caller = Caller()
    caller.create(ResourcePolicy=document())
    got = caller.call("GetResourcePolicy", ResourceArn=arn_of())
    assert got["RevisionId"] == str(caller.clock.time_ms)
    assert "ResourcePolicy" not in caller.describe()
    caller.call("PutResourcePolicy", ResourceArn=arn_of(), Policy=document("dynamodb:Query"))


def test_a_policy_that_names_nobody() -> None:
    absent = document(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:user/Nobody"})
    refusal = Caller().refusal("CreateTable", **table(), ResourcePolicy=absent)
    assert refusal == f"{INV}Invalid principal in policy document."
