"""What UpdateTable makes of the vector indexes of a table's record; as `engine.indexes.updates`.

They are built and erased by the jobs that build and erase global indexes.
Source of rules and texts: recorded answers, October 2026.
"""

from jedlik.apis.dynamodb.model.tables import UpdateTableRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.types.structures import VectorIndex, VectorIndexUpdate
from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes.lifecycle import (
    ONE_AT_A_TIME,
    begin_creation,
    begin_deletion,
    index_not_found,
    refuse_second_change,
    refuse_taken_name,
    work_of,
)
from jedlik.features.tables.settings import limit_exceeded
from jedlik.features.vector_indexes.definitions import (
    ONLY_ON_DEMAND,
    check_count,
    check_same_dimensions,
    check_vector_index,
    refuse_defined_vectors,
    vector_index,
)
from jedlik.storage.interface import Mutation


def check_vector_index_updates(request: UpdateTableRequest) -> None:
    """Rules about VectorIndexUpdates that need no table."""
    for update in request.get("VectorIndexUpdates", ()):
        if sum(action in update for action in ("Create", "Delete")) != 1:
            raise invalid(
                REQUEST_INVALID + "Exactly one of VectorIndexUpdate.Create, "
                "VectorIndexUpdate.Delete must be specified"
            )


def change_vector_indexes(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> None:
    """Do the one update there may be."""
    updates = request["VectorIndexUpdates"]
    if len(updates) > 1:
        raise limit_exceeded(ONE_AT_A_TIME)
    (update,) = updates
    if "Create" in update:
        _create(record, request, update["Create"], moment)
    else:
        begin_deletion(record, _found(record, update["Delete"]["IndexName"]), moment)
    shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
    record["Transition"] = moment.transition("UPDATING", shown)


def refuse_provisioned(record: TableRecord) -> None:
    """Raise Reject when a provisioned table has vector indexes."""
    if record["BillingMode"] == "PROVISIONED" and record.get("VectorIndexes"):
        raise invalid(ONLY_ON_DEMAND)


def vector_work(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> list[Mutation]:
    """The work for background jobs that the updates of `record` leave."""
    return [_work(record, update, moment) for update in request.get("VectorIndexUpdates", ())]


def _work(record: TableRecord, update: VectorIndexUpdate, moment: Moment) -> Mutation:
    if "Create" in update:
        return work_of(record, _found(record, update["Create"]["IndexName"]), moment)
    return work_of(record, _found(record, update["Delete"]["IndexName"]), None)


def _create(
    record: TableRecord, request: UpdateTableRequest, index: VectorIndex, moment: Moment
) -> None:
    name = index["IndexName"]
    indexes = record.get("VectorIndexes", [])
    refuse_taken_name(record, name)
    refuse_second_change(record, but=None)
    _define(record, request, index)
    check_count(len(indexes) + 1)
    record["LastIndexId"] = index_id = record.get("LastIndexId", 0) + 1
    created = vector_index(index, index_id)
    begin_creation(created, moment)
    record["VectorIndexes"] = [*indexes, created]
    refuse_defined_vectors(record["VectorIndexes"], record["AttributeDefinitions"])
    check_same_dimensions(record["VectorIndexes"])
    refuse_provisioned(record)


def _define(record: TableRecord, request: UpdateTableRequest, index: VectorIndex) -> None:
    """Add the definitions of the attributes of the search schema. Others are not looked at."""
    defined = {each["AttributeName"]: each for each in record["AttributeDefinitions"]}
    asked = {each["AttributeName"]: each for each in request.get("AttributeDefinitions", ())}
    check_vector_index(index, [*defined, *asked])
    for element in index.get("SearchSchema", ()):
        name = element["AttributeName"]
        definition = asked.get(name, defined.get(name))
        assert definition is not None
        if defined.setdefault(name, definition) != definition:
            raise invalid(
                REQUEST_INVALID + "Attributes cannot be redefined. Please check that your "
                "attribute has the same type as previously defined."
            )
    record["AttributeDefinitions"] = [defined[name] for name in sorted(defined)]


def _found(record: TableRecord, name: str) -> VectorIndexRecord:
    for index in record.get("VectorIndexes", ()):
        if index["IndexName"] == name:
            return index
    raise index_not_found(record, name)
