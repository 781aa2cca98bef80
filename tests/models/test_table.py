"""The table of members is complete, and it says what the code does."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.engine.in_memory import INV, Caller, definitions, keys, table, units
from tests.models.table import Row, published, rows
from tests.tidy.source import PACKAGE, ROOT

ROWS = rows(published())
WARM = {"ReadUnitsPerSecond": 20_000, "WriteUnitsPerSecond": 20_000}
ON_DEMAND = {"MaxReadRequestUnits": 7}
PROVISIONED = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(5, 5)}

# A request for each refused member. The service demands the others that it has.
REFUSED: Mapping[tuple[str, str], dict[str, Any]] = {
    ("CreateTable", "GlobalTableSourceArn"): {"GlobalTableSourceArn": "arn"},
    ("CreateTable", "GlobalTableSettingsReplicationMode"): {
        "GlobalTableSettingsReplicationMode": "ENABLED"
    },
    ("UpdateTable", "ReplicaUpdates"): {"ReplicaUpdates": [{"Create": {"RegionName": "x"}}]},
    ("UpdateTable", "MultiRegionConsistency"): {
        "MultiRegionConsistency": "EVENTUAL",
        "TableClass": "STANDARD",
    },
    ("UpdateTable", "GlobalTableWitnessUpdates"): {
        "GlobalTableWitnessUpdates": [{"Create": {"RegionName": "x"}}],
        "BillingMode": "PAY_PER_REQUEST",
    },
    ("UpdateTable", "DisassociationProtectionEnabled"): {"DisassociationProtectionEnabled": False},
}


def index(**members: object) -> dict[str, object]:
    """A global index to create."""
    return {
        "IndexName": "index",
        "KeySchema": keys("g HASH"),
        "Projection": {"ProjectionType": "ALL"},
        **members,
    }


def indexed(**members: object) -> dict[str, object]:
    """A table with a global index."""
    attributes = {"AttributeDefinitions": definitions("pk", "g")}
    return {**attributes, "GlobalSecondaryIndexes": [index(**members)]}


def created(**members: object) -> dict[str, object]:
    """An update that creates a global index."""
    attributes = {"AttributeDefinitions": definitions("pk", "g")}
    return {**attributes, "GlobalSecondaryIndexUpdates": [{"Create": index(**members)}]}


def updated(**members: object) -> dict[str, object]:
    """An update of a global index."""
    return {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": "index", **members}}]}


# For each stored member: a table, or a table and an update, and what a description then shows.
STORED: Mapping[tuple[str, str], tuple[dict[str, Any], dict[str, Any], str]] = {
    ("CreateTable", "BillingMode"): ({}, {}, "'BillingMode': 'PAY_PER_REQUEST'"),
    ("CreateTable", "ProvisionedThroughput"): (PROVISIONED, {}, "'ReadCapacityUnits': 5"),
    ("CreateTable", "TableClass"): (
        {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
        {},
        "'TableClass': 'STANDARD_INFREQUENT_ACCESS'",
    ),
    ("CreateTable", "WarmThroughput"): (
        {"WarmThroughput": WARM},
        {},
        "'ReadUnitsPerSecond': 20000",
    ),
    ("CreateTable", "OnDemandThroughput"): (
        {"OnDemandThroughput": ON_DEMAND},
        {},
        "'MaxReadRequestUnits': 7",
    ),
    ("CreateTable", "GlobalSecondaryIndexes[].ProvisionedThroughput"): (
        {**PROVISIONED, **indexed(ProvisionedThroughput=units(9, 9))},
        {},
        "'ReadCapacityUnits': 9",
    ),
    ("CreateTable", "GlobalSecondaryIndexes[].OnDemandThroughput"): (
        indexed(OnDemandThroughput=ON_DEMAND),
        {},
        "'MaxReadRequestUnits': 7",
    ),
    ("CreateTable", "GlobalSecondaryIndexes[].WarmThroughput"): (
        indexed(WarmThroughput=WARM),
        {},
        "'ReadUnitsPerSecond': 20000",
    ),
    ("UpdateTable", "BillingMode"): (
        PROVISIONED,
        {"BillingMode": "PAY_PER_REQUEST"},
        "'BillingMode': 'PAY_PER_REQUEST'",
    ),
    ("UpdateTable", "ProvisionedThroughput"): (
        PROVISIONED,
        {"ProvisionedThroughput": units(9, 9)},
        "'ReadCapacityUnits': 9",
    ),
    ("UpdateTable", "TableClass"): (
        {},
        {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
        "'TableClass': 'STANDARD_INFREQUENT_ACCESS'",
    ),
    ("UpdateTable", "OnDemandThroughput"): (
        {},
        {"OnDemandThroughput": ON_DEMAND},
        "'MaxReadRequestUnits': 7",
    ),
    ("UpdateTable", "WarmThroughput"): (
        {},
        {"WarmThroughput": WARM},
        "'ReadUnitsPerSecond': 20000",
    ),
    # A table in one Region does not show it.
    ("UpdateTable", "GlobalTableSettingsReplicationMode"): (
        {},
        {"GlobalTableSettingsReplicationMode": "ENABLED"},
        "",
    ),
    ("UpdateTable", "GlobalSecondaryIndexUpdates[].Create.ProvisionedThroughput"): (
        PROVISIONED,
        created(ProvisionedThroughput=units(9, 9)),
        "'ReadCapacityUnits': 9",
    ),
    ("UpdateTable", "GlobalSecondaryIndexUpdates[].Create.OnDemandThroughput"): (
        {},
        created(OnDemandThroughput=ON_DEMAND),
        "'MaxReadRequestUnits': 7",
    ),
    ("UpdateTable", "GlobalSecondaryIndexUpdates[].Create.WarmThroughput"): (
        {},
        created(WarmThroughput=WARM),
        "'ReadUnitsPerSecond': 20000",
    ),
    ("UpdateTable", "GlobalSecondaryIndexUpdates[].Update.ProvisionedThroughput"): (
        {**PROVISIONED, **indexed(ProvisionedThroughput=units(5, 5))},
        updated(ProvisionedThroughput=units(9, 9)),
        "'ReadCapacityUnits': 9",
    ),
    ("UpdateTable", "GlobalSecondaryIndexUpdates[].Update.OnDemandThroughput"): (
        indexed(),
        updated(OnDemandThroughput=ON_DEMAND),
        "'MaxReadRequestUnits': 7",
    ),
    ("UpdateTable", "GlobalSecondaryIndexUpdates[].Update.WarmThroughput"): (
        indexed(),
        updated(WarmThroughput=WARM),
        "'ReadUnitsPerSecond': 20000",
    ),
}


def outermost(status: str) -> dict[tuple[str, str], Row]:
    """The members with a status that are not inside a member with this status."""
    found: dict[tuple[str, str], Row] = {}
    for row in ROWS:
        if row.support is not None and row.support.status == status and row.path:
            inside = any(
                row.operation == operation and row.path.startswith((f"{path}.", f"{path}["))
                for operation, path in found
            )
            if not inside:
                found[row.operation, row.path] = row
    return found


def code() -> str:
    """What the package does: its modules without the declarations."""
    return "\n".join(
        path.read_text()
        for path in PACKAGE.rglob("*.py")
        if "model" not in str(path) and path.name != "structures.py"
    )


def test_every_operation_and_member_is_in_a_row() -> None:
    assert [row.line for row in ROWS if row.support is None] == []


def test_a_member_that_works_is_read_by_the_code() -> None:
    text = code()
    unread = [
        f"{row.operation} {row.path}"
        for row in ROWS
        if row.path
        and row.support is not None
        and row.support.status != "refused"
        and f'"{row.path.rpartition(".")[2].rstrip("[]{}")}"' not in text
    ]
    assert unread == []


def test_each_refused_and_stored_member_has_a_request_here() -> None:
    assert outermost("refused").keys() == REFUSED.keys()
    # Overrides of restores have tests of their own: test_restore_table_from_backup. So have imports
    # and bulk operations, which show what they received: test_description of both features.
    others = ("Restore", "ImportTable", "StartBulkPutItems")
    stored = {place for place in outermost("stored") if not place[0].startswith(others)}
    assert stored == STORED.keys()


def test_refused_members_are_listed_among_the_differences() -> None:
    differences = (ROOT / "docs" / "differences.md").read_text()
    assert [path for _, path in REFUSED if path not in differences] == []


@pytest.mark.parametrize("place", REFUSED, ids="-".join)
def test_a_refused_member_is_refused(place: tuple[str, str]) -> None:
    operation, path = place
    support = outermost("refused")[place].support
    assert support is not None
    caller = Caller()
    members = {"TableName": "music", **REFUSED[place]}
    if operation == "CreateTable":
        members = table() | members
    else:
        caller.create()
    assert caller.refusal(operation, **members) == (
        f"{INV}Jedlik does not have {support.capability} yet; omit {path}"
    )


@pytest.mark.parametrize("place", STORED, ids="-".join)
def test_a_stored_member_is_shown(place: tuple[str, str]) -> None:
    of_table, of_update, shown = STORED[place]
    caller = Caller()
    caller.create(**of_table)
    if of_update:
        assert shown == "" or shown not in str(caller.describe())
        caller.call("UpdateTable", TableName="music", **of_update)
    elif of_table:
        plain = Caller()
        plain.create()
        assert shown not in str(plain.describe())
    assert shown in str(caller.describe())
