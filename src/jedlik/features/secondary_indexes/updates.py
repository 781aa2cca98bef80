"""What UpdateTable makes of the global indexes of a table's record.

`check_index_updates` is what the request alone decides; `change_indexes` changes the record it is
given, or raises Reject; `entailed_by` names the work that this leaves to background jobs.
Source of rules and texts: recorded answers, October 2026.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.apis.dynamodb.model.tables import UpdateTableRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.limits import GLOBAL_SECONDARY_INDEXES
from jedlik.core.types.structures import (
    GlobalSecondaryIndex,
    KeySchemaElement,
    UpdateGlobalSecondaryIndexAction,
)
from jedlik.engine.table_record import IndexRecord, TableRecord
from jedlik.engine.table_state import Moment, search_keys
from jedlik.features.secondary_indexes.definitions import check_global_key, check_projection
from jedlik.features.secondary_indexes.lifecycle import (
    ONE_AT_A_TIME,
    begin_creation,
    begin_deletion,
    index_not_found,
    refuse_second_change,
    refuse_taken_name,
    work_of,
)
from jedlik.features.secondary_indexes.records import global_index
from jedlik.features.secondary_indexes.throughput import (
    check_index_on_demand,
    check_index_throughput,
    update_index,
)
from jedlik.features.tables.change import in_use
from jedlik.features.tables.settings import limit_exceeded
from jedlik.features.vector_indexes.definitions import refuse_defined_vectors
from jedlik.storage.interface import Mutation

_ACTIONS: Final = ("Update", "Create", "Delete")


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


def _update(record: TableRecord, update: UpdateGlobalSecondaryIndexAction, moment: Moment) -> None:
    name = update["IndexName"]
    index = _found(record, name)
    transition = index.get("Transition")
    if transition is not None:
        verb = {"CREATING": "created", "DELETING": "deleted"}.get(transition["Status"], "updated")
        raise in_use(f"Index is being {verb}. Table: {record['TableName']} Index: {name}")
    update_index(record, index, update, moment)


def _found(record: TableRecord, name: str) -> IndexRecord:
    for index in record.get("GlobalSecondaryIndexes", ()):
        if index["IndexName"] == name:
            return index
    raise index_not_found(record, name)
