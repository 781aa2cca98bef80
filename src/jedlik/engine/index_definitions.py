"""Rules about the keys of a new table and of its indexes, as CreateTable declares them.

Order: dynalite's recorded tests; texts: these and recorded answers, October 2026. All raise Reject.
"""

from collections.abc import Sequence

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.limits import GLOBAL_SECONDARY_INDEXES, LOCAL_SECONDARY_INDEXES
from jedlik.core.shapes.requests.tables import (
    CreateTableRequest,
    GlobalSecondaryIndex,
    LocalSecondaryIndex,
    Projection,
)
from jedlik.core.types.table import AttributeDefinition, KeySchemaElement


def check_key_schema(request: CreateTableRequest) -> None:
    """Check the key of the table against the attributes that the request defines."""
    definitions = _names(request["AttributeDefinitions"])
    duplicate = _first_repeated(definitions)
    if duplicate is not None:
        raise invalid(f"Attribute Name is duplicated: {duplicate}")
    keys = _names(request["KeySchema"])
    if len(keys) > len(definitions):
        raise invalid("Invalid KeySchema: Some index key attribute have no definition")
    _check_keys(request["KeySchema"], definitions)
    if not _has_indexes(request) and len(keys) != len(definitions):
        raise invalid(
            REQUEST_INVALID + "Number of attributes in KeySchema does not exactly match number of "
            "attributes defined in AttributeDefinitions"
        )


def check_index_definitions(request: CreateTableRequest) -> None:
    """Check the indexes that a request declares, local ones first."""
    names: set[str] = set()
    if "LocalSecondaryIndexes" in request:
        _check_local(request, request["LocalSecondaryIndexes"], names)
    if "GlobalSecondaryIndexes" in request:
        _check_global(request, request["GlobalSecondaryIndexes"], names)
    if _has_indexes(request):
        _check_all_definitions_used(request)


def _check_local(
    request: CreateTableRequest, indexes: Sequence[LocalSecondaryIndex], names: set[str]
) -> None:
    if not indexes:
        raise invalid(REQUEST_INVALID + "List of LocalSecondaryIndexes is empty")
    if len(request["KeySchema"]) != 2:
        raise invalid(
            REQUEST_INVALID + "Table KeySchema does not have a range key, which is required when "
            "specifying a LocalSecondaryIndex"
        )
    definitions = _names(request["AttributeDefinitions"])
    table_hash = request["KeySchema"][0]["AttributeName"]
    for index in indexes:
        name, schema = index["IndexName"], index["KeySchema"]
        _check_keys(schema, definitions)
        if len(schema) != 2:
            raise invalid(
                REQUEST_INVALID + f"Index KeySchema does not have a range key for index: {name}"
            )
        index_hash = schema[0]["AttributeName"]
        if index_hash != table_hash:
            raise invalid(
                REQUEST_INVALID
                + "Index KeySchema does not have the same leading hash key as table "
                f"KeySchema for index: {name}. index hash key: {index_hash}, "
                f"table hash key: {table_hash}"
            )
        _check_projection(index["Projection"])
        _check_name(name, names)
    if len(indexes) > LOCAL_SECONDARY_INDEXES:
        raise invalid(
            REQUEST_INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of "
            f"{LOCAL_SECONDARY_INDEXES}"
        )


def _check_global(
    request: CreateTableRequest, indexes: Sequence[GlobalSecondaryIndex], names: set[str]
) -> None:
    if not indexes:
        raise invalid(REQUEST_INVALID + "List of GlobalSecondaryIndexes is empty")
    definitions = _names(request["AttributeDefinitions"])
    on_demand = request.get("BillingMode") == "PAY_PER_REQUEST"
    for index in indexes:
        name = index["IndexName"]
        _check_keys(index["KeySchema"], definitions, one_hash=False)
        _check_projection(index["Projection"])
        if on_demand and "ProvisionedThroughput" in index:
            raise invalid(
                REQUEST_INVALID
                + f"ProvisionedThroughput should not be specified for index: {name} "
                "when BillingMode is PAY_PER_REQUEST"
            )
        _check_name(name, names)
    if len(indexes) > GLOBAL_SECONDARY_INDEXES:
        raise invalid(
            REQUEST_INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of "
            f"{GLOBAL_SECONDARY_INDEXES}"
        )


def _check_keys(
    schema: Sequence[KeySchemaElement], definitions: Sequence[str], *, one_hash: bool = True
) -> None:
    """Check the key of a table or index. Only global indexes may have several HASH attributes, and
    then several of RANGE after them.
    """
    keys = _names(schema)
    if any(key not in definitions for key in keys):
        raise invalid(
            REQUEST_INVALID + "Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: [{', '.join(keys)}], AttributeDefinitions: [{', '.join(definitions)}]"
        )
    if _first_repeated(keys) is not None:
        raise invalid(
            "Both the Hash Key and the Range Key element in the KeySchema have the same name"
        )
    roles = [element["KeyType"] for element in schema]
    if roles[0] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if roles != sorted(roles) or (roles == ["HASH", "HASH"] and one_hash):
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")


def _check_projection(projection: Projection) -> None:
    kind = projection.get("ProjectionType")
    if kind is None:
        raise invalid(REQUEST_INVALID + "Unknown ProjectionType: null")
    named = "NonKeyAttributes" in projection
    if named and kind != "INCLUDE":
        raise _contradicting_projection(kind, "specified")
    if kind == "INCLUDE" and not named:
        raise _contradicting_projection(kind, "not specified")


def _contradicting_projection(kind: str, attributes: str) -> Reject:
    return invalid(
        REQUEST_INVALID + f"ProjectionType is {kind}, but NonKeyAttributes is {attributes}"
    )


def _check_name(name: str, names: set[str]) -> None:
    if name in names:
        raise invalid(REQUEST_INVALID + f"Duplicate index name: {name}")
    names.add(name)


def _check_all_definitions_used(request: CreateTableRequest) -> None:
    used = set(_names(request["KeySchema"]))
    for index in request.get("LocalSecondaryIndexes", ()):
        used.update(_names(index["KeySchema"]))
    for other in request.get("GlobalSecondaryIndexes", ()):
        used.update(_names(other["KeySchema"]))
    definitions = _names(request["AttributeDefinitions"])
    if any(name not in used for name in definitions):
        raise invalid(
            REQUEST_INVALID + "Some AttributeDefinitions are not used. AttributeDefinitions: "
            f"[{', '.join(definitions)}], keys used: [{', '.join(sorted(used))}]"
        )


def _has_indexes(request: CreateTableRequest) -> bool:
    return "LocalSecondaryIndexes" in request or "GlobalSecondaryIndexes" in request


def _names(elements: Sequence[AttributeDefinition] | Sequence[KeySchemaElement]) -> list[str]:
    return [element["AttributeName"] for element in elements]


def _first_repeated(names: Sequence[str]) -> str | None:
    return next((name for at, name in enumerate(names) if name in names[:at]), None)
