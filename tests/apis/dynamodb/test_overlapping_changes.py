"""Changes of a table while another one is under way. Source: recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.overlapping_changes import both
from jedlik.engine.table_record import Transition
from jedlik.engine.table_state import Moment
from tests.engine.in_memory import INV, Caller, units
from tests.features.resource_policies.sample import MUSIC, document
from tests.features.secondary_indexes.samples import defined, do_jobs, index

IN_USE = "ResourceInUseException: Attempt to change a resource which is still in use: "
DELAY_MS = 1000

ON_DEMAND = {"BillingMode": "PAY_PER_REQUEST"}
PROVISIONED: dict[str, Any] = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(5, 5)}
UNITS = {"ProvisionedThroughput": units(6, 6)}
STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}
NO_STREAM = {"StreamSpecification": {"StreamEnabled": False}}
RARE = {"TableClass": "STANDARD_INFREQUENT_ACCESS"}
COMMON = {"TableClass": "STANDARD"}
KEYS = {"SSESpecification": {"Enabled": True}}
WARM = {"WarmThroughput": {"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 5_000}}
MAXIMA = {"OnDemandThroughput": {"MaxReadRequestUnits": 5}}
DELETE = {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "gsi"}}]}
UPDATE = {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": "gsi", **MAXIMA}}]}


def create(name: str, **members: Any) -> dict[str, Any]:
    created = index(name, "b HASH", **members)
    return {
        "GlobalSecondaryIndexUpdates": [{"Create": created}],
        "AttributeDefinitions": defined("b:S"),
    }


def table(*changes: dict[str, Any]) -> Caller:
    """Returns a caller whose table `music` has an index and is in the last of some changes."""
    caller = Caller(delay_ms=DELAY_MS)
    caller.create(
        AttributeDefinitions=defined("pk:S a:S"), GlobalSecondaryIndexes=[index("gsi", "a HASH")]
    )
    for change in changes:
        caller.clock.time_ms += DELAY_MS
        caller.call("UpdateTable", TableName="music", **change)
    return caller


def provisioned() -> dict[str, Any]:
    update = {"IndexName": "gsi", "ProvisionedThroughput": units(5, 5)}
    return {**PROVISIONED, "GlobalSecondaryIndexUpdates": [{"Update": update}]}


IOPS = "Table IOPS are currently being updated. Table: music"
GENERIC = "Table: music is in the process of being updated."
CLASS = "Table: music TableClassUpdateInProgress: STANDARD_INFREQUENT_ACCESS"


@pytest.mark.parametrize(
    ("changes", "asked", "detail"),
    [
        # provisioned throughput and billing mode
        ([provisioned()], UNITS, IOPS),
        ([provisioned()], ON_DEMAND, IOPS),
        ([provisioned()], STREAM, "Can't enable or disable stream while table IOPS are being"),
        ([provisioned()], DELETE, "Can't create or delete indexes while table IOPS are being upd"),
        ([provisioned()], MAXIMA, "OnDemandThroughput cannot be updated while BillingMode update"),
        ([provisioned()], UPDATE, GENERIC),
        ([provisioned()], RARE, GENERIC),
        ([provisioned(), UNITS], STREAM, "Can't enable or disable stream while table IOPS are be"),
        ([provisioned(), UNITS], MAXIMA, GENERIC),
        # a stream
        ([STREAM], ON_DEMAND, "Can't change table IOPS when stream status is being updated. "),
        ([STREAM], NO_STREAM, "A stream status change is currently in progress. Table: music St"),
        ([STREAM], RARE, "Can't update table class when stream status is being updated. Table:"),
        ([STREAM], DELETE, "Can't create or delete an index when stream status is being update"),
        ([STREAM], MAXIMA, "OnDemandThroughput cannot be updated while stream status update is"),
        ([STREAM], UPDATE, GENERIC),
        # a table class
        (
            [RARE],
            COMMON,
            f"Can't update table class when a table class update is in progress. {CLASS}",
        ),
        (
            [RARE],
            STREAM,
            f"Can't change stream status when a table class update is in progress. {CLASS}",
        ),
        ([RARE], DELETE, "Can't create or delete an index when a table class update is in prog"),
        ([RARE], MAXIMA, "OnDemandThroughput cannot be updated while TableClass update is in p"),
        ([RARE], ON_DEMAND, GENERIC),
        # encryption
        ([KEYS], KEYS, "Server-Side Encryption is still being updated"),
        ([DELETE, KEYS], KEYS, "Server-Side Encryption is still being updated"),
        # an index
        ([DELETE], provisioned(), "Index is being deleted. Table: music Index: gsi"),
        ([DELETE], DELETE, "Index is being deleted. Table: music Index: gsi"),
        ([DELETE], create("gsi"), "Index is being deleted. Table: music Index: gsi"),
        ([DELETE], PROVISIONED, "Can't change table IOPS when an index is being deleted. Table: "),
        ([DELETE], STREAM, "Can't change stream status when an index is being deleted. Table: mu"),
        ([DELETE], MAXIMA, "OnDemandThroughput cannot be updated while index deletion is in prog"),
        ([DELETE], WARM, GENERIC),
        ([create("new")], PROVISIONED, "Can't change table IOPS when an index is being created. "),
        ([create("new")], MAXIMA, "OnDemandThroughput cannot be updated while index creation is "),
        ([create("new")], RARE, GENERIC),
    ],
)
def test_refusals(changes: list[dict[str, Any]], asked: dict[str, Any], detail: str) -> None:
    caller = table(*changes)
    refusal = caller.refusal("UpdateTable", TableName="music", **asked)
    assert refusal.startswith(IN_USE + detail)


def test_the_subjects_of_refusals() -> None:
    caller = table(create("new"))
    assert caller.refusal("UpdateTable", TableName="music", **STREAM) == (
        IN_USE + "Can't change stream status when an index is being created. Table: music Indexes: "
        "[new]"
    )
    update = {"Update": {"IndexName": "new", **MAXIMA}}
    request = {"GlobalSecondaryIndexUpdates": [update]}
    assert caller.refusal("UpdateTable", TableName="music", **request) == (
        IN_USE + "Index is being created but is not backfilling yet.  Table: music Index: new"
    )
    caller = table(STREAM, NO_STREAM)
    label = caller.describe()["LatestStreamLabel"]
    assert caller.refusal("UpdateTable", TableName="music", **STREAM) == (
        IN_USE + "A stream status change is currently in progress. Table: music "
        f"Stream: {label} Operation: DISABLE"
    )


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ([provisioned(), UNITS], GENERIC),
        ([RARE], GENERIC),
        ([KEYS], GENERIC),
        ([WARM], GENERIC),
        ([STREAM], "Cannot delete table while stream is being enabled/disabled."),
        ([DELETE], "Cannot delete table while indexes are being created, updated, or deleted."),
        ([UPDATE], "Cannot delete table while indexes are being created, updated, or deleted."),
    ],
)
def test_refusals_to_delete(changes: list[dict[str, Any]], detail: str) -> None:
    assert table(*changes).refusal("DeleteTable", TableName="music") == IN_USE + detail


def test_a_table_whose_policy_is_changing_is_not_deleted() -> None:
    caller = table()
    caller.clock.time_ms += DELAY_MS
    pending = IN_USE + "Table: music has a pending resource-based policy update."
    caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    assert caller.refusal("DeleteTable", TableName="music") == pending
    caller.clock.time_ms += DELAY_MS
    caller.call("DeleteResourcePolicy", ResourceArn=MUSIC)
    assert caller.refusal("DeleteTable", TableName="music") == pending
    caller.clock.time_ms += DELAY_MS
    caller.call("DeleteTable", TableName="music")


@pytest.mark.parametrize(
    ("change", "asked", "status"),
    [
        (STREAM, KEYS, "UPDATING"),
        (STREAM, WARM, "UPDATING"),
        (RARE, WARM, "UPDATING"),
        (provisioned(), KEYS, "UPDATING"),
        (create("new"), KEYS, "UPDATING"),
        (create("new"), UPDATE, "UPDATING"),
        (DELETE, ON_DEMAND, "UPDATING"),
        (KEYS, STREAM, "UPDATING"),
        (KEYS, RARE, "UPDATING"),
        (KEYS, create("new"), "UPDATING"),
        (KEYS, WARM, "ACTIVE"),
        (WARM, KEYS, "ACTIVE"),
        (WARM, MAXIMA, "ACTIVE"),
        (WARM, STREAM, "UPDATING"),
    ],
)
def test_changes_that_overlap(change: dict[str, Any], asked: dict[str, Any], status: str) -> None:
    caller = table(change)
    caller.clock.time_ms += DELAY_MS // 2
    answer = caller.call("UpdateTable", TableName="music", **asked)["TableDescription"]
    assert answer["TableStatus"] == ("ACTIVE" if asked == KEYS else status)
    described = caller.describe()
    assert described["TableStatus"] == status
    if KEYS in (change, asked):
        assert described["SSEDescription"]["Status"] == "UPDATING"
    if WARM in (change, asked):
        assert described["WarmThroughput"]["Status"] == "UPDATING"
    caller.clock.time_ms += DELAY_MS
    described = caller.describe()
    assert described["TableStatus"] == "ACTIVE"
    if KEYS in (change, asked):
        assert described["SSEDescription"]["Status"] == "ENABLED"
    if WARM in (change, asked):
        warm = {"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 5_000, "Status": "ACTIVE"}
        assert described["WarmThroughput"] == warm


def test_no_second_index_while_one_is_built_and_units_change() -> None:
    caller = table(provisioned(), create("new", ProvisionedThroughput=units(1, 1)), UNITS)
    refusal = caller.refusal("UpdateTable", TableName="music", **create("more"))
    assert refusal.startswith("LimitExceededException: Subscriber limit exceeded: Only 1 online")
    caller.clock.time_ms += DELAY_MS
    do_jobs(caller)
    assert caller.describe()["GlobalSecondaryIndexes"][1]["IndexStatus"] == "ACTIVE"


def test_the_later_warm_throughput_wins() -> None:
    caller = table(WARM)
    more = {"ReadUnitsPerSecond": 14_000, "WriteUnitsPerSecond": 6_000}
    answer = caller.call("UpdateTable", TableName="music", WarmThroughput=more)
    shown = answer["TableDescription"]["WarmThroughput"]
    assert (shown["ReadUnitsPerSecond"], shown["Status"]) == (12_000, "UPDATING")
    caller.clock.time_ms += DELAY_MS
    assert caller.describe()["WarmThroughput"] == {**more, "Status": "ACTIVE"}


def test_a_refused_change_leaves_the_other_one_as_it_is() -> None:
    caller = table(STREAM)
    lower = {"WarmThroughput": {"ReadUnitsPerSecond": 1, "WriteUnitsPerSecond": 1}}
    assert caller.refusal("UpdateTable", TableName="music", **lower).startswith(INV)
    assert caller.describe()["TableStatus"] == "UPDATING"


def test_two_transitions_become_one() -> None:
    first = Moment(0, 10).transition("ACTIVE", {"a": 1, "b": 1})
    second = Moment(5, 15).transition("UPDATING", {"b": 2, "c": 2})
    merged: Transition = {
        "Status": "UPDATING",
        "EndsAtMs": 15,
        "Shown": {"a": 1, "b": 1, "c": 2},
    }
    assert both(first, second) == merged
    assert both(first, None) == first
