"""UpdateTable of global indexes. Source: recorded answers, October 2026."""

from typing import Any

import pytest

from tests.engine.in_memory import INV, VE, Caller, units
from tests.features.secondary_indexes.samples import defined, do_jobs, index, indexed_table

ONE_AT_A_TIME = (
    "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or "
    "deleted simultaneously per table"
)
IN_USE = "ResourceInUseException: Attempt to change a resource which is still in use: "
PROVISIONED: dict[str, Any] = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(5, 5)}
WARM = {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000}


def create(name: str, *elements: str, **members: Any) -> dict[str, object]:
    return {"Create": index(name, *elements, **members)}


def delete(name: str) -> dict[str, object]:
    return {"Delete": {"IndexName": name}}


def update(name: str, **members: object) -> dict[str, object]:
    return {"Update": {"IndexName": name, **members}}


def updating(*updates: dict[str, object], defining: str = "", **members: object) -> dict[str, Any]:
    request: dict[str, Any] = {"GlobalSecondaryIndexUpdates": list(updates), **members}
    if defining:
        request["AttributeDefinitions"] = defined(defining)
    return {"TableName": "music", **request}


def on_demand(**options: Any) -> Caller:
    caller = Caller(**options)
    caller.call(
        "CreateTable",
        **indexed_table(
            "pk:S sk:S a:S",
            "pk sk",
            GlobalSecondaryIndexes=[index("gsi", "a HASH")],
            LocalSecondaryIndexes=[index("lsi", "pk HASH", "a RANGE")],
        ),
    )
    caller.clock.time_ms += caller.node.transition_delay_ms
    return caller


def provisioned(*names: str, **options: Any) -> Caller:
    caller = Caller(**options)
    indexes = [index(name, "a HASH", ProvisionedThroughput=units(2, 2)) for name in names]
    members = {**indexed_table("pk:S a:S", "pk"), **PROVISIONED}
    caller.call("CreateTable", **members, GlobalSecondaryIndexes=indexes)
    caller.clock.time_ms += caller.node.transition_delay_ms
    return caller


def global_index(caller: Caller, name: str = "gsi") -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in caller.describe()["GlobalSecondaryIndexes"] if each["IndexName"] == name
    )
    return found


NEW = create("new", "b HASH")


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (
            updating({}),
            INV + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
            "GlobalSecondaryIndexUpdate.Delete must not be null",
        ),
        (
            updating({**NEW, **delete("gsi")}, defining="b:S"),
            INV + "Only one global secondary index action is allowed per "
            "GlobalSecondaryIndexUpdate object",
        ),
        (
            updating(delete("gsi"), create("gsi", "b HASH"), defining="b:S"),
            INV + "Only one global secondary index update per index is allowed simultaneously. "
            "Index: gsi",
        ),
        (updating(NEW), INV + "AttributeDefinitions is not specified for index: new"),
        (
            updating(NEW, defining="c:S"),
            INV + "Some index key attributes are not defined in AttributeDefinitions. Keys: [b], "
            "AttributeDefinitions: [c]",
        ),
        (
            updating(create("new", "b HASH", projection="INCLUDE"), defining="b:S"),
            INV + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
        ),
        (
            updating(
                NEW,
                defining="b:S",
                StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
            ),
            INV + "You cannot create or delete index while changing stream status",
        ),
        (
            updating(NEW, defining="b:S", ProvisionedThroughput=units(1, 1)),
            INV + "You cannot create or delete index while updating table IOPS",
        ),
        (
            updating(NEW, defining="b:S", WarmThroughput=WARM),
            INV + "Create global secondary index cannot be specified when updating WarmThroughput",
        ),
        (
            updating(NEW, defining="b:S", DeletionProtectionEnabled=True),
            INV + "DeletionProtection modification must be the only operation in the request",
        ),
        (updating(NEW, create("other", "b HASH"), defining="b:S"), ONE_AT_A_TIME),
        (updating(delete("none"), delete("gsi")), ONE_AT_A_TIME),
        (
            updating(delete("none")),
            "ResourceNotFoundException: Requested resource not found: Index none for table music",
        ),
        (
            updating(update("none", OnDemandThroughput={"MaxReadRequestUnits": 1})),
            "ResourceNotFoundException: Requested resource not found: Index none for table music",
        ),
        (
            updating(delete("lsi")),
            VE + "Cannot delete an index that is not a GlobalSecondaryIndex: lsi",
        ),
        (
            updating(update("lsi", OnDemandThroughput={"MaxReadRequestUnits": 1})),
            VE + "Cannot update an index that is not a GlobalSecondaryIndex: lsi",
        ),
        (
            updating(create("gsi", "b HASH"), defining="b:S"),
            VE + "Attempting to create an index which already exists",
        ),
        (
            updating(create("lsi", "b HASH"), defining="b:S"),
            VE + "Attempting to create an index which already exists",
        ),
        (
            updating(create("new", "a HASH", "sk RANGE"), defining="a:N sk:S"),
            INV + "Attributes cannot be redefined. Please check that your attribute has the same "
            "type as previously defined. Existing schema: Schema:[SchemaElement: key{a:S:HASH}] "
            "New schema: Schema:[SchemaElement: key{a:N:HASH}, SchemaElement: key{sk:S:RANGE}]",
        ),
        (
            updating(create("new", "b HASH", ProvisionedThroughput=units(1, 1)), defining="b:S"),
            INV + "ProvisionedThroughput should not be specified for index: new when BillingMode "
            "is PAY_PER_REQUEST",
        ),
        (
            updating(update("gsi", ProvisionedThroughput=units(1, 1))),
            INV + "The only Updates for index: gsi when TableThroughputMode is PAY_PER_REQUEST can "
            "be to OnDemandThroughput, WarmThroughput",
        ),
        (
            updating(update("gsi", OnDemandThroughput={"MaxReadRequestUnits": 0})),
            INV + "Requested MaxReadRequestUnits for OnDemandThroughput for index : gsi is outside "
            "of valid range",
        ),
        (
            updating(update("gsi", WarmThroughput={"ReadUnitsPerSecond": 100})),
            INV + "Requested ReadUnitsPerSecond for WarmThroughput for index gsi is lower than "
            "current WarmThroughput, decreasing WarmThroughput is not supported",
        ),
        (
            updating(**PROVISIONED),
            INV + "ProvisionedThroughput must be specified for index: gsi",
        ),
    ],
)
def test_refusals_on_demand(request_: dict[str, Any], refusal: str) -> None:
    if request_["GlobalSecondaryIndexUpdates"] == []:
        del request_["GlobalSecondaryIndexUpdates"]
    assert on_demand().refusal("UpdateTable", **request_) == refusal


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (
            updating(update("gsi", ProvisionedThroughput=units(2, 2))),
            VE + "The provisioned throughput for the index gsi will not change. The requested "
            "value equals the current value. Current ReadCapacityUnits provisioned for index gsi: "
            "2. Requested ReadCapacityUnits: 2. Current WriteCapacityUnits provisioned for index "
            "gsi: 2. Requested WriteCapacityUnits: 2. Refer to the Amazon DynamoDB Developer Guide "
            "for current limits and how to request higher limits.",
        ),
        (
            updating(NEW, defining="b:S"),
            INV + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: new",
        ),
        (
            updating(update("gsi", OnDemandThroughput={"MaxReadRequestUnits": 5})),
            INV + "MaxReadRequestUnits for OnDemandThroughput for index : gsi cannot be specified "
            "when the table BillingMode is PROVISIONED",
        ),
        (
            updating(update("gsi", ProvisionedThroughput=units(40_001, 2))),
            "LimitExceededException: The requested ReadCapacityUnits for index gsi, 40001, is "
            "above the per index maximum for the account in us-east-1. Per table maximum: 40000. "
            "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request "
            "higher limits.",
        ),
    ],
)
def test_refusals_of_provisioned_tables(request_: dict[str, Any], refusal: str) -> None:
    assert provisioned("gsi").refusal("UpdateTable", **request_) == refusal


def test_the_21st_index() -> None:
    caller = Caller()
    twenty = [index(f"gsi{at}", "pk HASH") for at in range(20)]
    caller.create(GlobalSecondaryIndexes=twenty)
    assert caller.refusal("UpdateTable", **updating(NEW, defining="b:S")) == (
        "LimitExceededException: Subscriber limit exceeded: Number of global secondary indexes "
        "exceeds per-table limit of 20"
    )


def test_definitions_of_attributes_without_index_are_ignored() -> None:
    caller = on_demand()
    caller.call("UpdateTable", **updating(NEW, defining="pk:N b:N unused:S"))
    assert caller.describe()["AttributeDefinitions"] == defined("a:S b:N pk:S sk:S")


def test_deleting_an_index_prunes_the_definitions() -> None:
    caller = Caller(delay_ms=1000)
    caller.create(
        AttributeDefinitions=defined("pk:S z:S a:S"),
        GlobalSecondaryIndexes=[index("one", "z HASH"), index("two", "a HASH")],
    )
    caller.clock.time_ms += 1000
    answer = caller.call("UpdateTable", **updating(delete("one")))["TableDescription"]
    assert answer["TableStatus"] == "UPDATING"
    assert answer["GlobalSecondaryIndexes"][0]["IndexStatus"] == "DELETING"
    assert caller.describe()["AttributeDefinitions"] == defined("a:S pk:S z:S")
    query = {
        "KeyConditionExpression": "z = :z",
        "ExpressionAttributeValues": {":z": {"S": "z"}},
        "IndexName": "one",
    }
    assert "does not have" in caller.refusal("Query", TableName="music", **query)
    assert caller.refusal("DeleteTable", TableName="music").startswith("ResourceInUseException")
    caller.clock.time_ms += 1000
    described = caller.describe()
    assert described["AttributeDefinitions"] == defined("a:S pk:S")
    assert [each["IndexName"] for each in described["GlobalSecondaryIndexes"]] == ["two"]
    caller.call("UpdateTable", **updating(create("one", "b HASH"), defining="b:S"))
    caller.clock.time_ms += 2000
    do_jobs(caller)
    assert global_index(caller, "one")["IndexStatus"] == "ACTIVE"


def test_only_one_index_is_made_at_a_time() -> None:
    caller = on_demand()
    caller.call("UpdateTable", **updating(NEW, defining="b:S"))
    more = updating(create("more", "b HASH"), defining="b:S")
    assert caller.refusal("UpdateTable", **more) == ONE_AT_A_TIME
    assert caller.refusal("UpdateTable", **updating(delete("gsi"))) == ONE_AT_A_TIME
    assert caller.refusal("DeleteTable", TableName="music") == (
        IN_USE + "Cannot delete table while indexes are being created, updated, or deleted."
    )
    do_jobs(caller)
    caller.call("UpdateTable", **more)


def test_other_indexes_while_one_has_just_begun_to_change() -> None:
    """Recorded of vector indexes, October 2026: the same machinery, the same sentences."""
    caller = on_demand(delay_ms=1000)
    caller.call("UpdateTable", **updating(NEW, defining="b:S"))
    more = updating(create("more", "b HASH"), defining="b:S")
    assert caller.refusal("UpdateTable", **more) == ONE_AT_A_TIME
    assert caller.refusal("UpdateTable", **updating(delete("gsi"))) == ONE_AT_A_TIME
    assert caller.refusal("UpdateTable", **updating(delete("new"))) == (
        IN_USE + "Index creation is in resource allocation phase. Retry deletion during "
        "backfilling phase or when the index is active. Table: music Index: new"
    )
    assert caller.refusal("UpdateTable", TableName="music", TableClass="STANDARD") == (
        IN_USE + "Table: music is in the process of being updated."
    )
    caller.clock.time_ms += 1000
    caller.call("UpdateTable", **updating(delete("new")))
    assert caller.refusal("UpdateTable", **updating(delete("gsi"))) == ONE_AT_A_TIME
    assert caller.refusal("UpdateTable", **more) == ONE_AT_A_TIME


def test_an_update_shows_the_old_throughput_until_it_is_done() -> None:
    caller = provisioned("gsi", "other", delay_ms=1000)
    both = updating(
        update("gsi", ProvisionedThroughput=units(4, 1)),
        update("other", ProvisionedThroughput=units(2, 3)),
    )
    answer = caller.call("UpdateTable", **both)["TableDescription"]
    assert answer["TableStatus"] == "ACTIVE"
    for shown in (answer["GlobalSecondaryIndexes"][0], global_index(caller)):
        assert shown["IndexStatus"] == "UPDATING"
        assert shown["ProvisionedThroughput"]["ReadCapacityUnits"] == 2
    assert caller.refusal("UpdateTable", **both) == (
        IN_USE + "Index is being updated. Table: music Index: gsi"
    )
    caller.clock.time_ms += 1000
    shown = global_index(caller)
    assert shown["IndexStatus"] == "ACTIVE"
    now = caller.clock.time_ms / 1000 - 1
    assert shown["ProvisionedThroughput"] == {
        **units(4, 1),
        "NumberOfDecreasesToday": 1,
        "LastIncreaseDateTime": now,
        "LastDecreaseDateTime": now,
    }
    assert shown["WarmThroughput"] == {
        "ReadUnitsPerSecond": 4,
        "WriteUnitsPerSecond": 2,
        "Status": "ACTIVE",
    }


def test_an_index_has_decreases_of_its_own() -> None:
    caller = provisioned("gsi")
    for read, write in ((4, 4), (3, 4), (3, 3), (2, 3), (2, 2)):
        caller.call(
            "UpdateTable", **updating(update("gsi", ProvisionedThroughput=units(read, write)))
        )
    assert "Number of decreases today: 4" in caller.refusal(
        "UpdateTable", **updating(update("gsi", ProvisionedThroughput=units(1, 1)))
    )


def test_maxima_and_warm_throughput() -> None:
    caller = on_demand()
    maxima = {"MaxReadRequestUnits": 50, "MaxWriteRequestUnits": 60}
    caller.call("UpdateTable", **updating(update("gsi", OnDemandThroughput=maxima)))
    assert global_index(caller)["OnDemandThroughput"] == maxima
    drop = {"MaxReadRequestUnits": -1}
    caller.call("UpdateTable", **updating(update("gsi", OnDemandThroughput=drop)))
    assert global_index(caller)["OnDemandThroughput"] == {"MaxWriteRequestUnits": 60}
    drop = {"MaxWriteRequestUnits": -1}
    caller.call("UpdateTable", **updating(update("gsi", OnDemandThroughput=drop)))
    assert "OnDemandThroughput" not in global_index(caller)
    more = {"ReadUnitsPerSecond": 12_002}
    answer = caller.call("UpdateTable", **updating(update("gsi", WarmThroughput=more)))
    (shown,) = answer["TableDescription"]["GlobalSecondaryIndexes"]
    assert (shown["IndexStatus"], shown["WarmThroughput"]) == (
        "ACTIVE",
        {**WARM, "Status": "UPDATING"},
    )
    assert global_index(caller)["WarmThroughput"] == {**WARM, **more, "Status": "ACTIVE"}


def test_switching_the_billing_mode() -> None:
    caller = on_demand()
    maxima = {"MaxReadRequestUnits": 50}
    caller.call("UpdateTable", **updating(update("gsi", OnDemandThroughput=maxima)))
    switch = updating(update("gsi", ProvisionedThroughput=units(3, 3)), **PROVISIONED)
    caller.call("UpdateTable", **switch)
    shown = global_index(caller)
    assert shown["ProvisionedThroughput"]["ReadCapacityUnits"] == 3
    assert "OnDemandThroughput" not in shown
    caller.call("UpdateTable", TableName="music", BillingMode="PAY_PER_REQUEST")
    shown = global_index(caller)
    assert shown["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    assert shown["WarmThroughput"] == {**WARM, "Status": "ACTIVE"}


def test_descriptions_of_indexes_made_with_the_table() -> None:
    caller = Caller(delay_ms=1000)
    answer = caller.create(
        AttributeDefinitions=defined("z:S pk:S"),
        GlobalSecondaryIndexes=[index("gsi", "z HASH", projection="INCLUDE y b")],
    )
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/music/index/gsi"
    shown = {
        "IndexName": "gsi",
        "KeySchema": [{"AttributeName": "z", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["b", "y"]},
        "IndexStatus": "CREATING",
        "ProvisionedThroughput": {**units(0, 0), "NumberOfDecreasesToday": 0},
        "IndexSizeBytes": 0,
        "ItemCount": 0,
        "IndexArn": arn,
    }
    assert answer["GlobalSecondaryIndexes"] == [shown]
    assert answer["AttributeDefinitions"] == defined("pk:S z:S")
    warm = {"WarmThroughput": {**WARM, "Status": "ACTIVE"}}
    assert global_index(caller) == {**shown, **warm}
    caller.clock.time_ms += 1000
    assert global_index(caller) == {**shown, **warm, "IndexStatus": "ACTIVE"}
    item = {"pk": {"S": "a"}, "z": {"S": "z"}, "y": {"S": "y"}, "other": {"S": "o"}}
    caller.call("PutItem", TableName="music", Item=item)
    counted = global_index(caller)
    assert (counted["ItemCount"], counted["IndexSizeBytes"]) == (1, 7)
