"""Rules about the keys of a new table and of its indexes, as CreateTable declares them.

Order: dynalite's recorded tests; texts: these and recorded answers, October 2026. All raise Reject.
"""

from collections.abc import Sequence

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.limits import (
    GLOBAL_SECONDARY_INDEXES,
    INDEX_KEY_ATTRIBUTES_PER_ROLE,
    LOCAL_SECONDARY_INDEXES,
    NON_KEY_ATTRIBUTES,
)
from jedlik.core.shapes.requests.structures import VectorIndex
from jedlik.core.shapes.requests.tables import (
    CreateTableRequest,
    GlobalSecondaryIndex,
    LocalSecondaryIndex,
    Projection,
)
from jedlik.core.types.table_record import AttributeDefinition, KeySchemaElement, VectorIndexRecord
from jedlik.engine.indexes.throughput import check_index_throughput


def check_key_schema(request: CreateTableRequest) -> None:
    """Check the key of the table against the attributes that the request defines."""
    definitions = _names(request["AttributeDefinitions"])
    duplicate = first_repeated(definitions)
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
    """Check the indexes that a request declares: all keys, then whether each attribute defined is
    a key, then the rest; local ones first.
    """
    local = request.get("LocalSecondaryIndexes")
    others = request.get("GlobalSecondaryIndexes")
    if local is not None:
        _check_local_keys(request, local)
    if others is not None:
        if not others:
            raise invalid(REQUEST_INVALID + "List of GlobalSecondaryIndexes is empty")
        definitions = _names(request["AttributeDefinitions"])
        for index in others:
            check_global_key(index["KeySchema"], definitions)
    if _has_indexes(request):
        _check_all_definitions_used(request)
    names: set[str] = set()
    for each in local or ():
        check_projection(each["Projection"])
        _check_name(each["IndexName"], names)
    if len(local or ()) > LOCAL_SECONDARY_INDEXES:
        raise invalid(
            REQUEST_INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of "
            f"{LOCAL_SECONDARY_INDEXES}"
        )
    for index in others or ():
        check_projection(index["Projection"])
        check_index_throughput(index, request.get("BillingMode", "PROVISIONED"))
        _check_name(index["IndexName"], names)
    if len(others or ()) > GLOBAL_SECONDARY_INDEXES:
        raise invalid(
            REQUEST_INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of "
            f"{GLOBAL_SECONDARY_INDEXES}"
        )
    vectors = request.get("VectorIndexes", ())
    for vector in vectors:
        _check_name(vector["IndexName"], names)
    refuse_defined_vectors(vectors, request["AttributeDefinitions"])
    _check_projected_count([*(local or ()), *(others or ())], vectors)


def refuse_defined_vectors(
    vectors: Sequence[VectorIndex] | Sequence[VectorIndexRecord],
    definitions: Sequence[AttributeDefinition],
) -> None:
    """Raise Reject for a vector attribute that is defined to be a scalar, as those of keys and of
    search schemas are. Rule: Alternator, test_vector; the text is ours.
    """
    defined = _names(definitions)
    for each in vectors:
        name = each["VectorAttribute"]["AttributeName"]
        if name in defined:
            raise invalid(
                f"{REQUEST_INVALID}Conflicting attribute definition for '{name}'. A "
                "VectorAttribute cannot be a key attribute or part of a SearchSchema."
            )


def check_global_key(schema: Sequence[KeySchemaElement], definitions: Sequence[str]) -> None:
    """Check the key of a global index, which may have several attributes of either role."""
    _check_defined(schema, definitions)
    if first_repeated(_names(schema)) is not None:
        raise invalid(
            REQUEST_INVALID + "The KeySchema contains multiple key attributes with the same name"
        )
    roles = [element["KeyType"] for element in schema]
    _check_first_is_hash(roles)
    if roles != sorted(roles):
        raise invalid(
            REQUEST_INVALID + "All HASH key attributes must precede RANGE key attributes in the "
            "KeySchema"
        )
    for role in ("HASH", "RANGE"):
        if roles.count(role) > INDEX_KEY_ATTRIBUTES_PER_ROLE:
            raise invalid(
                REQUEST_INVALID + "The KeySchema exceeds the maximum allowed number of "
                f"{role} key attributes"
            )


def check_projection(projection: Projection) -> None:
    """Check that the type of a projection and its attributes go together."""
    kind = projection.get("ProjectionType")
    if kind is None:
        raise invalid(REQUEST_INVALID + "Unknown ProjectionType: null")
    attributes = projection.get("NonKeyAttributes")
    if attributes is not None and kind != "INCLUDE":
        raise _contradicting_projection(kind, "specified")
    if kind == "INCLUDE" and attributes is None:
        raise _contradicting_projection(kind, "not specified")
    duplicate = first_repeated(attributes or ())
    if duplicate is not None:
        raise invalid(f"{REQUEST_INVALID}Duplicate element in NonKeyAttributes: {duplicate}")


def _check_local_keys(request: CreateTableRequest, indexes: Sequence[LocalSecondaryIndex]) -> None:
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


def _check_keys(schema: Sequence[KeySchemaElement], definitions: Sequence[str]) -> None:
    """Check the key of a table or of a local index."""
    _check_defined(schema, definitions)
    if first_repeated(_names(schema)) is not None:
        raise invalid(
            "Both the Hash Key and the Range Key element in the KeySchema have the same name"
        )
    roles = [element["KeyType"] for element in schema]
    _check_first_is_hash(roles)
    if roles not in (["HASH"], ["HASH", "RANGE"]):
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")


def _check_defined(schema: Sequence[KeySchemaElement], definitions: Sequence[str]) -> None:
    keys = _names(schema)
    if any(key not in definitions for key in keys):
        raise invalid(
            REQUEST_INVALID + "Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: [{', '.join(keys)}], AttributeDefinitions: [{', '.join(definitions)}]"
        )


def _check_first_is_hash(roles: Sequence[str]) -> None:
    if roles[0] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")


def _check_projected_count(
    indexes: Sequence[LocalSecondaryIndex | GlobalSecondaryIndex], vectors: Sequence[VectorIndex]
) -> None:
    """A vector and an inline filter count as projected attributes (API, Projection)."""
    projected = sum(
        len(each["Projection"].get("NonKeyAttributes", ())) for each in (*indexes, *vectors)
    )
    for vector in vectors:
        roles = [each["SearchSchemaElementType"] for each in vector.get("SearchSchema", ())]
        projected += 1 + roles.count("INLINE_FILTER")
    if projected > NON_KEY_ATTRIBUTES:
        raise invalid(
            f"{REQUEST_INVALID}Total number of NonKeyAttributes of all indexes exceeds the "
            f"per-table limit of {NON_KEY_ATTRIBUTES}"
        )


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
    for vector in request.get("VectorIndexes", ()):
        used.update(each["AttributeName"] for each in vector.get("SearchSchema", ()))
    definitions = _names(request["AttributeDefinitions"])
    if any(name not in used for name in definitions):
        raise invalid(
            REQUEST_INVALID + "Some AttributeDefinitions are not used. AttributeDefinitions: "
            f"[{', '.join(definitions)}], keys used: [{', '.join(sorted(used))}]"
        )


def _has_indexes(request: CreateTableRequest) -> bool:
    members = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes", "VectorIndexes")
    return any(member in request for member in members)


def _names(elements: Sequence[AttributeDefinition] | Sequence[KeySchemaElement]) -> list[str]:
    return [element["AttributeName"] for element in elements]


def first_repeated(names: Sequence[str]) -> str | None:
    """The first name that comes a second time."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
