"""The changes of vector indexes that UpdateTable makes.

`check_vector_index_updates` checks the rules that need only the request. The other functions change
the record that they receive, or raise Reject. The jobs of secondary indexes build and erase vector
indexes too. Source of rules and texts: recorded answers, October 2026; answers captured in
us-east-1 in August 2026 (ExtendDB, tests of UpdateTable; dynoxide, tests of vector indexes). The
texts of UpdateTable differ from those of CreateTable.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.limits import VECTOR_INDEXES
from jedlik.core.types.structures import AttributeDefinition, VectorIndex, VectorIndexUpdate
from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes.lifecycle import (
    ONE_AT_A_TIME,
    begin_creation,
    begin_deletion,
    index_not_found,
    new_index_id,
    refuse_second_change,
    refuse_taken_name,
)
from jedlik.features.tables.settings import limit_exceeded
from jedlik.features.vector_indexes.definitions import (
    ONLY_ON_DEMAND,
    check_same_dimensions,
    check_vector_index,
    redefined,
    refuse_defined_vectors,
    refuse_redefined_key,
    vector_index,
)

_MUST_BE_ON_DEMAND: Final = (
    REQUEST_INVALID + "Tables with vector indexes must be in PAY_PER_REQUEST mode"
)


def check_vector_index_updates(updates: Sequence[VectorIndexUpdate]) -> None:
    """Checks the rules about VectorIndexUpdates that need no table."""
    for update in updates:
        if "Create" in update and "Delete" in update:
            raise invalid(
                REQUEST_INVALID + "Only one vector index action is allowed per VectorIndexUpdate "
                "object"
            )
        if "Create" not in update and "Delete" not in update:
            raise invalid(
                REQUEST_INVALID + "Exactly one of VectorIndexUpdate.Create, "
                "VectorIndexUpdate.Delete must be specified"
            )


def change_vector_indexes(
    record: TableRecord,
    updates: Sequence[VectorIndexUpdate],
    definitions: Sequence[AttributeDefinition],
    moment: Moment,
) -> None:
    """Makes the update. A request can have only one.

    definitions: the AttributeDefinitions of the request.
    """
    if len(updates) > 1:
        raise limit_exceeded(ONE_AT_A_TIME)
    (update,) = updates
    if "Create" in update:
        _create(record, update["Create"], definitions, moment)
    else:
        begin_deletion(record, _found(record, update["Delete"]["IndexName"]), moment)
    shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
    record["Transition"] = moment.transition("UPDATING", shown)


def refuse_provisioned(record: TableRecord, updates: Sequence[VectorIndexUpdate] = ()) -> None:
    """Raises Reject if a provisioned table has vector indexes.

    updates: those of a request that switches the billing mode. The request is refused even if it
    deletes the last vector index; only the text differs.
    """
    if record["BillingMode"] == "PROVISIONED" and record.get("VectorIndexes"):
        raise invalid(_MUST_BE_ON_DEMAND if updates else ONLY_ON_DEMAND)


def _create(
    record: TableRecord,
    index: VectorIndex,
    definitions: Sequence[AttributeDefinition],
    moment: Moment,
) -> None:
    indexes = record.get("VectorIndexes", [])
    refuse_taken_name(record, index["IndexName"], vector=True)
    refuse_second_change(record, but=None)
    if len(indexes) >= VECTOR_INDEXES:
        raise limit_exceeded(
            "Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit "
            f"of {VECTOR_INDEXES}"
        )
    refuse_defined_vectors([*indexes, index], definitions)
    refuse_redefined_key(record, index)
    _define(record, index, definitions)
    created = vector_index(index, new_index_id(record))
    begin_creation(created, moment)
    record["VectorIndexes"] = [*indexes, created]
    check_same_dimensions(record["VectorIndexes"])
    refuse_provisioned(record)


def _define(
    record: TableRecord, index: VectorIndex, definitions: Sequence[AttributeDefinition]
) -> None:
    """Adds the definitions of the attributes of the search schema. The request must define all of
    them, even those that the table has defined already. Other definitions are ignored.
    """
    defined = {each["AttributeName"]: each for each in record["AttributeDefinitions"]}
    asked = {each["AttributeName"]: each for each in definitions}
    check_vector_index(index, list(asked))
    for element in index.get("SearchSchema", ()):
        name = element["AttributeName"]
        if defined.setdefault(name, asked[name]) != asked[name]:
            raise redefined()
    record["AttributeDefinitions"] = [defined[name] for name in sorted(defined)]


def _found(record: TableRecord, name: str) -> VectorIndexRecord:
    for index in record.get("VectorIndexes", ()):
        if index["IndexName"] == name:
            return index
    raise index_not_found(record, name)
