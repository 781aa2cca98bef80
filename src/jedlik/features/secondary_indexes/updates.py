"""The changes of global indexes that UpdateTable makes.

`check_index_updates` checks the rules that need only the request. `change_indexes` changes the
record that it receives, or raises Reject. Source of rules and texts: recorded answers, October
2026.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.keys.key_schema import names_of, types_of
from jedlik.core.limits import GLOBAL_SECONDARY_INDEXES
from jedlik.core.types.structures import (
    AttributeDefinition,
    GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate,
    KeySchemaElement,
    UpdateGlobalSecondaryIndexAction,
)
from jedlik.engine.table_record import IndexRecord, TableRecord
from jedlik.engine.table_state import Moment, key_schemas
from jedlik.features.secondary_indexes.definitions import check_global_key, check_projection
from jedlik.features.secondary_indexes.lifecycle import (
    ONE_AT_A_TIME,
    begin_creation,
    begin_deletion,
    index_not_found,
    new_index_id,
    refuse_changing_index,
    refuse_second_change,
    refuse_taken_name,
)
from jedlik.features.secondary_indexes.records import global_index
from jedlik.features.secondary_indexes.throughput import (
    check_index_on_demand,
    check_index_throughput,
    update_index,
)
from jedlik.features.tables.settings import limit_exceeded

_ACTIONS: Final = ("Update", "Create", "Delete")


def check_index_updates(
    updates: Sequence[GlobalSecondaryIndexUpdate], definitions: Sequence[AttributeDefinition]
) -> None:
    """Checks the rules about GlobalSecondaryIndexUpdates that need no table. Raises Reject.

    definitions: the AttributeDefinitions of the request.
    """
    defined = dict.fromkeys(names_of(definitions))  # in order, for the text of an error
    names: set[str] = set()
    for update in updates:
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
            _check_creation(update["Create"], defined)
        if "Update" in update:
            maxima = update["Update"].get("OnDemandThroughput", {})
            check_index_on_demand(name, maxima, least=-1)
            if update["Update"].get("WarmThroughput") == {}:
                raise invalid(
                    REQUEST_INVALID + "WarmThroughput must have at least one of ReadUnitsPerSecond "
                    f"or WriteUnitsPerSecond specified for index: {name}"
                )


def creates_or_deletes(updates: Sequence[GlobalSecondaryIndexUpdate]) -> bool:
    """Returns whether one of the updates creates or deletes an index."""
    return any("Update" not in each for each in updates)


def change_indexes(
    record: TableRecord,
    updates: Sequence[GlobalSecondaryIndexUpdate],
    definitions: Sequence[AttributeDefinition],
    moment: Moment,
) -> None:
    """Makes the updates in their order, under the billing mode of `record`.

    definitions: the AttributeDefinitions of the request.
    """
    if sum("Update" not in each for each in updates) > 1:
        raise limit_exceeded(ONE_AT_A_TIME)
    for update in updates:
        if "Create" in update:
            _create(record, update["Create"], definitions, moment)
        elif "Delete" in update:
            begin_deletion(record, _found(record, update["Delete"]["IndexName"], "delete"), moment)
        else:
            _update(record, update["Update"], moment)
    if creates_or_deletes(updates):
        shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
        record["Transition"] = moment.transition("UPDATING", shown)


def _name(update: GlobalSecondaryIndexUpdate) -> str:
    if "Create" in update:
        return update["Create"]["IndexName"]
    if "Delete" in update:
        return update["Delete"]["IndexName"]
    return update["Update"]["IndexName"]


def _check_creation(index: GlobalSecondaryIndex, defined: Collection[str]) -> None:
    if not defined:
        raise invalid(
            REQUEST_INVALID + f"AttributeDefinitions is not specified for index: "
            f"{index['IndexName']}"
        )
    check_global_key(index["KeySchema"], defined)
    check_projection(index["Projection"])


def _create(
    record: TableRecord,
    index: GlobalSecondaryIndex,
    definitions: Sequence[AttributeDefinition],
    moment: Moment,
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
    _define(record, index["KeySchema"], definitions)
    created = global_index(index, new_index_id(record))
    begin_creation(created, moment)
    record["GlobalSecondaryIndexes"] = [*indexes, created]


def _define(
    record: TableRecord,
    schema: Sequence[KeySchemaElement],
    definitions: Sequence[AttributeDefinition],
) -> None:
    """Adds the definitions of the key attributes of an index. Other definitions are ignored."""
    defined = {each["AttributeName"]: each for each in record["AttributeDefinitions"]}
    asked = {each["AttributeName"]: each for each in definitions}
    types = types_of(record["AttributeDefinitions"])
    new_types = {**types, **types_of(definitions)}
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
    return next(schema for schema in key_schemas(record) if name in names_of(schema))


def _spelled(schema: Sequence[KeySchemaElement], types: Mapping[str, str]) -> str:
    elements = [
        f"SchemaElement: key{{{name}:{types[name]}:{each['KeyType']}}}"
        for each in schema
        for name in (each["AttributeName"],)
    ]
    return f"Schema:[{', '.join(elements)}]"


def _update(record: TableRecord, update: UpdateGlobalSecondaryIndexAction, moment: Moment) -> None:
    name = update["IndexName"]
    index = _found(record, name, "update")
    refuse_changing_index(record, name)
    update_index(record, index, update, moment)


def _found(record: TableRecord, name: str, verb: str) -> IndexRecord:
    """Returns the index with a name. Raises Reject. verb: for the error of a local index (recorded,
    October 2026).
    """
    for index in record.get("GlobalSecondaryIndexes", ()):
        if index["IndexName"] == name:
            return index
    if any(each["IndexName"] == name for each in record.get("LocalSecondaryIndexes", ())):
        raise invalid(f"Cannot {verb} an index that is not a GlobalSecondaryIndex: {name}")
    raise index_not_found(record, name)
