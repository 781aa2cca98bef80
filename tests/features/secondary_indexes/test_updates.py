"""UpdateTable changes the global indexes in the record of the table.

Texts of refusals are tested with UpdateTable (`tests/apis`).
"""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes.index import index_prefix
from jedlik.features.secondary_indexes.throughput import switch_indexes
from jedlik.features.secondary_indexes.updates import (
    change_indexes,
    check_index_updates,
    creates_or_deletes,
)
from tests.engine.in_memory import units
from tests.engine.tables import record_of
from tests.features.secondary_indexes.samples import defined, index

MOMENT = Moment(1_000, 1_400)


def changed(record: TableRecord, *updates: Any, defining: str = "") -> TableRecord:
    definitions: Any = defined(defining) if defining else ()
    check_index_updates(updates, definitions)
    change_indexes(record, updates, definitions, MOMENT)
    return record


def test_a_created_index_has_the_next_id_and_is_built() -> None:
    create = {"Create": index("byx", "x HASH")}
    record = changed(record_of(LastIndexId=3), create, defining="unused:N x:S")
    (created,) = record["GlobalSecondaryIndexes"]
    assert (created["Id"], created["IndexName"], created["IsBuilding"]) == (4, "byx", True)
    assert created["Transition"] == {"Status": "CREATING", "EndsAtMs": 1_400}
    assert record["LastIndexId"] == 4
    assert record["AttributeDefinitions"] == defined("pk:S x:S")
    assert record["Transition"]["Status"] == "UPDATING"
    assert creates_or_deletes([create])  # type: ignore[list-item]


def test_ids_end_with_a_clear_refusal() -> None:
    """Keys of entries have two bytes for the id."""
    create = {"Create": index("byx", "x HASH")}
    record = changed(record_of(LastIndexId=0xFFFE), create, defining="x:S")
    (last,) = record["GlobalSecondaryIndexes"]
    assert index_prefix(last["Id"]) == b"\xff\xff"
    with pytest.raises(Reject) as refused:
        changed(record_of(LastIndexId=0xFFFF), create, defining="x:S")
    assert refused.value.error.code == "LimitExceededException"


def test_a_deleted_index_stays_until_its_transition_ends() -> None:
    record = changed(record_of(), {"Create": index("byx", "x HASH")}, defining="x:S")
    (created,) = record["GlobalSecondaryIndexes"]
    del created["IsBuilding"], created["Transition"]
    changed(record, {"Delete": {"IndexName": "byx"}})
    assert created["Transition"] == {"Status": "DELETING", "EndsAtMs": 1_400}
    assert record["AttributeDefinitions"] == defined("pk:S x:S")


def test_an_update_leaves_the_table_active() -> None:
    record = changed(record_of(), {"Create": index("byx", "x HASH")}, defining="x:S")
    (created,) = record["GlobalSecondaryIndexes"]
    del created["Transition"], record["Transition"]
    update: Any = {"Update": {"IndexName": "byx", "OnDemandThroughput": {"MaxReadRequestUnits": 9}}}
    changed(record, update)
    assert "Transition" not in record
    assert created["Transition"]["Status"] == "UPDATING"
    assert created["OnDemandThroughput"] == {"MaxReadRequestUnits": 9}
    assert not creates_or_deletes([update])


def test_a_table_that_becomes_provisioned_needs_units_for_each_index() -> None:
    record = changed(record_of(), {"Create": index("byx", "x HASH")}, defining="x:S")
    record["BillingMode"] = "PROVISIONED"
    with pytest.raises(Reject, match="ProvisionedThroughput must be specified for index: byx"):
        switch_indexes(record, ())
    update: Any = {"Update": {"IndexName": "byx", "ProvisionedThroughput": units(1, 1)}}
    switch_indexes(record, [update])
    record["BillingMode"] = "PAY_PER_REQUEST"
    switch_indexes(record, ())
    (created,) = record["GlobalSecondaryIndexes"]
    assert created["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    assert created["WarmThroughput"]["ReadUnitsPerSecond"] == 12_000


class Counted(dict[str, str]):
    """A definition that counts how often it was read."""

    reads = 0

    def __getitem__(self, name: str) -> str:
        Counted.reads += 1
        return super().__getitem__(name)


def test_the_definitions_are_read_once_for_all_updates() -> None:
    """Once for each update took minutes for a request of 16 MB."""
    definitions: Any = [Counted(AttributeName=f"a{at}", AttributeType="S") for at in range(200)]
    updates: Any = [{"Create": index(f"by{at}", "a199 HASH")} for at in range(100)]
    check_index_updates(updates, definitions)
    assert Counted.reads == 200
