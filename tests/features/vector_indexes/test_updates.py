"""UpdateTable changes the vector indexes in the record of the table.

Texts of refusals are tested in `test_vector_indexes`.
"""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.vector_indexes.updates import (
    change_vector_indexes,
    check_vector_index_updates,
    refuse_provisioned,
)
from tests.engine.tables import record_of
from tests.features.secondary_indexes.samples import defined
from tests.features.vector_indexes.samples import SCHEMA, vector_index

MOMENT = Moment(1_000, 1_400)


def changed(record: TableRecord, update: Any, defining: str = "") -> TableRecord:
    definitions: Any = defined(defining) if defining else ()
    check_vector_index_updates([update])
    change_vector_indexes(record, [update], definitions, MOMENT)
    return record


def test_a_created_index_has_the_next_id_and_is_built() -> None:
    create = {"Create": vector_index(SearchSchema=SCHEMA)}
    record = changed(record_of(LastIndexId=3), create, "kind:S tenant:S unused:N")
    (created,) = record["VectorIndexes"]
    assert (created["Id"], created["IndexName"], created["IsBuilding"]) == (4, "plain", True)
    assert created["Transition"] == {"Status": "CREATING", "EndsAtMs": 1_400}
    assert record["AttributeDefinitions"] == defined("kind:S pk:S tenant:S")
    assert record["Transition"]["Status"] == "UPDATING"


def test_a_deleted_index_stays_until_its_transition_ends() -> None:
    record = changed(record_of(), {"Create": vector_index()})
    (created,) = record["VectorIndexes"]
    del created["IsBuilding"], created["Transition"]
    changed(record, {"Delete": {"IndexName": "plain"}})
    assert created["Transition"] == {"Status": "DELETING", "EndsAtMs": 1_400}


def test_a_provisioned_table_has_no_vector_indexes() -> None:
    record = changed(record_of(), {"Create": vector_index()})
    refuse_provisioned(record)
    record["BillingMode"] = "PROVISIONED"
    with pytest.raises(Reject, match="only supported for PAY_PER_REQUEST tables"):
        refuse_provisioned(record)
    refuse_provisioned(record_of(BillingMode="PROVISIONED"))
