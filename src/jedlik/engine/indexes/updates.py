"""What UpdateTable makes of the global indexes of a table's record.

`check_index_updates` is what the request alone decides; `change_indexes` changes the record it is
given, or raises Reject; `entailed_by` names the work that this leaves to background jobs.
Source of rules and texts: recorded answers, October 2026.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.limits import GLOBAL_SECONDARY_INDEXES
from jedlik.core.shapes.requests.structures import GlobalSecondaryIndex, UpdateGlobalSecondaryIndex
from jedlik.core.shapes.requests.tables import UpdateTableRequest
from jedlik.core.types.table_record import (
    IndexRecord,
    KeySchemaElement,
    TableRecord,
    VectorIndexRecord,
    is_going,
)
from jedlik.engine.indexes.build import build_key, build_to_bytes, new_build
from jedlik.engine.indexes.definitions import (
    check_global_key,
    check_projection,
    refuse_defined_vectors,
)
from jedlik.engine.indexes.erasure import index_erasure
from jedlik.engine.indexes.records import changing_indexes, global_index, search_keys
from jedlik.engine.indexes.throughput import check_index_on_demand, check_index_throughput
from jedlik.engine.indexes.throughput_update import update_index
from jedlik.engine.tables.change import in_use
from jedlik.engine.tables.settings import limit_exceeded
from jedlik.engine.tables.update import Moment
from jedlik.storage.interface import Mutation, Put

_ACTIONS: Final = ("Update", "Create", "Delete")
ONE_AT_A_TIME: Final = (
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
    "table"
)


def check_index_updates(request: UpdateTableRequest) -> None:
    """Rules about GlobalSecondaryIndexUpdates that need no table."""
    names: set[str] = set()
    for update in request.get("GlobalSecondaryIndexUpdates", ()):
        actions = [action for action in _ACTIONS if action in update]
        if not actions:
            raise invalid(
                REQUEST_INVALID + "One of GlobalSecondaryIndexUpdate.Update, "
                "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be "
                "null"
            )
        if len(actions) > 1:
            raise invalid(
                REQUEST_INVALID + "Only one global secondary index action is allowed per "
                "GlobalSecondaryIndexUpdate object"
            )
        name = _name(update)
        if name in names:
            raise invalid(
                REQUEST_INVALID + "Only one global secondary index update per index is allowed "
                f"simultaneously. Index: {name}"
            )
        names.add(name)
        if "Create" in update:
            _check_creation(request, update["Create"])
        if "Update" in update:
            maxima = update["Update"].get("OnDemandThroughput", {})
            check_index_on_demand(name, maxima, least=-1)


def _name(update: object) -> str:
    assert isinstance(update, dict)
    (action,) = (update[each] for each in _ACTIONS if each in update)
    return str(action["IndexName"])


def _check_creation(request: UpdateTableRequest, index: GlobalSecondaryIndex) -> None:
    if not request.get("AttributeDefinitions"):
        raise invalid(
            REQUEST_INVALID + f"AttributeDefinitions is not specified for index: "
            f"{index['IndexName']}"
        )
    definitions = [each["AttributeName"] for each in request["AttributeDefinitions"]]
    check_global_key(index["KeySchema"], definitions)
    check_projection(index["Projection"])


def creates_or_deletes(request: UpdateTableRequest) -> bool:
    """Whether an index comes or goes."""
    return any("Update" not in each for each in request.get("GlobalSecondaryIndexUpdates", ()))


def change_indexes(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> None:
    """Do the updates in the order of the request, under the billing mode that `record` now has."""
    updates = request["GlobalSecondaryIndexUpdates"]
    if sum("Update" not in each for each in updates) > 1:
        raise limit_exceeded(ONE_AT_A_TIME)
    for update in updates:
        if "Create" in update:
            _create(record, request, update["Create"], moment)
        elif "Delete" in update:
            begin_deletion(record, _found(record, update["Delete"]["IndexName"]), moment)
        else:
            _update(record, update["Update"], moment)
    if creates_or_deletes(request):
        shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
        record["Transition"] = moment.transition("UPDATING", shown)


def entailed_by(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> list[Mutation]:
    """The work for background jobs that the updates of `record` leave."""
    return [
        work_of(record, _found(record, _name(update)), moment if "Create" in update else None)
        for update in request.get("GlobalSecondaryIndexUpdates", ())
        if "Update" not in update
    ]


def is_allocating(record: TableRecord) -> bool:
    """Whether an index has just begun to come or go, so that no other may: the table is UPDATING
    for it.
    """
    transitions = [each["Transition"] for each in changing_indexes(record) if "Transition" in each]
    return any(each["Status"] in ("CREATING", "DELETING") for each in transitions)


def is_changing(index: IndexRecord | VectorIndexRecord) -> bool:
    """Whether an index of a settled record is being created, updated or deleted."""
    return index.get("IsBuilding", False) or "Transition" in index


def _create(
    record: TableRecord, request: UpdateTableRequest, index: GlobalSecondaryIndex, moment: Moment
) -> None:
    name = index["IndexName"]
    indexes = record.get("GlobalSecondaryIndexes", [])
    refuse_taken_name(record, name)
    refuse_second_change(record, but=None)
    if len(indexes) >= GLOBAL_SECONDARY_INDEXES:
        raise limit_exceeded(
            "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit "
            f"of {GLOBAL_SECONDARY_INDEXES}"
        )
    if record["BillingMode"] == "PROVISIONED" and "ProvisionedThroughput" not in index:
        raise invalid(
            REQUEST_INVALID + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for "
            f"index: {name}"
        )
    check_index_throughput(index, record["BillingMode"])
    _define(record, request, index["KeySchema"])
    refuse_defined_vectors(record.get("VectorIndexes", ()), record["AttributeDefinitions"])
    record["LastIndexId"] = index_id = record.get("LastIndexId", 0) + 1
    created = global_index(index, index_id)
    begin_creation(created, moment)
    record["GlobalSecondaryIndexes"] = [*indexes, created]


def _define(
    record: TableRecord, request: UpdateTableRequest, schema: Sequence[KeySchemaElement]
) -> None:
    """Add the definitions of an index's key attributes. Others in the request are not looked at."""
    defined = {each["AttributeName"]: each for each in record["AttributeDefinitions"]}
    asked = {each["AttributeName"]: each for each in request["AttributeDefinitions"]}
    types = {name: each["AttributeType"] for name, each in defined.items()}
    new_types = {**types, **{name: each["AttributeType"] for name, each in asked.items()}}
    for element in schema:
        name = element["AttributeName"]
        if types.get(name, new_types[name]) != new_types[name]:
            existing = _spelled(_schema_with(record, name), types)
            raise invalid(
                REQUEST_INVALID + "Attributes cannot be redefined. Please check that your "
                "attribute has the same type as previously defined. Existing schema: "
                f"{existing} New schema: {_spelled(schema, new_types)}"
            )
        defined[name] = asked[name]
    record["AttributeDefinitions"] = [defined[name] for name in sorted(defined)]


def _schema_with(record: TableRecord, name: str) -> Sequence[KeySchemaElement]:
    schemas = [record["KeySchema"]]
    schemas += [each["KeySchema"] for each in record.get("GlobalSecondaryIndexes", ())]
    schemas += [each["KeySchema"] for each in record.get("LocalSecondaryIndexes", ())]
    schemas += [search_keys(each) for each in record.get("VectorIndexes", ())]
    return next(
        schema for schema in schemas if any(each["AttributeName"] == name for each in schema)
    )


def _spelled(schema: Sequence[KeySchemaElement], types: Mapping[str, str]) -> str:
    elements = [
        f"SchemaElement: key{{{name}:{types[name]}:{each['KeyType']}}}"
        for each in schema
        for name in (each["AttributeName"],)
    ]
    return f"Schema:[{', '.join(elements)}]"


def _update(record: TableRecord, update: UpdateGlobalSecondaryIndex, moment: Moment) -> None:
    name = update["IndexName"]
    index = _found(record, name)
    transition = index.get("Transition")
    if transition is not None:
        verb = {"CREATING": "created", "DELETING": "deleted"}.get(transition["Status"], "updated")
        raise in_use(f"Index is being {verb}. Table: {record['TableName']} Index: {name}")
    update_index(record, index, update, moment)


def refuse_taken_name(record: TableRecord, name: str) -> None:
    """Raise Reject for the name of an index that the table has, of whatever kind."""
    indexes = (
        *record.get("GlobalSecondaryIndexes", ()),
        *record.get("LocalSecondaryIndexes", ()),
        *record.get("VectorIndexes", ()),
    )
    if name in {each["IndexName"] for each in indexes}:
        raise invalid(
            f"{REQUEST_INVALID}Attempting to create an index which already exists. Index: {name}"
        )


def begin_creation(index: IndexRecord | VectorIndexRecord, moment: Moment) -> None:
    """Have a new index built from what the table holds."""
    index["IsBuilding"] = True
    index["Transition"] = {"Status": "CREATING", "EndsAtMs": moment.ends_at_ms}


def begin_deletion(
    record: TableRecord, index: IndexRecord | VectorIndexRecord, moment: Moment
) -> None:
    """Take an index away, or raise Reject while that cannot be."""
    refuse_second_change(record, but=index["IndexName"])
    _refuse_allocating(record, index)
    index["Transition"] = {"Status": "DELETING", "EndsAtMs": moment.ends_at_ms}


def work_of(
    record: TableRecord, index: IndexRecord | VectorIndexRecord, created: Moment | None
) -> Mutation:
    """The work for background jobs that the creation of an index leaves, or its deletion if it is
    not `created`.
    """
    if created is None:
        return index_erasure(record["Id"], index["Id"])
    build = new_build(record, index["Id"], created.builds_at_ms)
    return Put(build_key(record["Id"], index["Id"]), build_to_bytes(build))


def refuse_second_change(record: TableRecord, *, but: str | None) -> None:
    """Raise Reject while an index is being created or deleted, other than the one named `but`."""
    for index in changing_indexes(record):
        if index["IndexName"] != but and (index.get("IsBuilding") or is_going(index)):
            raise limit_exceeded(ONE_AT_A_TIME)


def _refuse_allocating(record: TableRecord, index: IndexRecord | VectorIndexRecord) -> None:
    """Raise Reject when `index` cannot be deleted: it is just coming to be, or going already."""
    transition = index.get("Transition")
    if transition is not None and transition["Status"] == "CREATING":
        raise in_use(
            "Index creation is in resource allocation phase. Retry deletion during backfilling "
            f"phase or when the index is active. Table: {record['TableName']} "
            f"Index: {index['IndexName']}"
        )
    if is_going(index):
        raise limit_exceeded(ONE_AT_A_TIME)


def _found(record: TableRecord, name: str) -> IndexRecord:
    for index in record.get("GlobalSecondaryIndexes", ()):
        if index["IndexName"] == name:
            return index
    raise index_not_found(record, name)


def index_not_found(record: TableRecord, name: str) -> Reject:
    """The answer to a change of an index that is not there."""
    message = f"Requested resource not found: Index {name} for table {record['TableName']}"
    return Reject(ServiceError("ResourceNotFoundException", message))
