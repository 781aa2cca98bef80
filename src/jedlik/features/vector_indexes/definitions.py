"""Rules about vector indexes in requests of CreateTable and UpdateTable, and records of new ones.

Source of the texts: recorded answers, October 2026. If no recording has a text, it is that of the
same rule for global indexes.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.keys.key_schema import names_of
from jedlik.core.limits import (
    NON_KEY_ATTRIBUTES_PER_INDEX,
    VECTOR_DIMENSIONS,
    VECTOR_INDEXES,
    VECTOR_INLINE_FILTERS,
)
from jedlik.core.types.structures import AttributeDefinition, VectorIndex
from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.features.secondary_indexes.definitions import check_projection, first_repeated
from jedlik.features.secondary_indexes.records import stored_projection

ONLY_ON_DEMAND: Final = (
    REQUEST_INVALID + "Vector indexes are only supported for PAY_PER_REQUEST tables"
)
_REDEFINED: Final = (
    REQUEST_INVALID + "Attributes cannot be redefined. Please check that your attribute has the "
    "same type as previously defined."
)


def check_vector_indexes(
    indexes: Sequence[VectorIndex], definitions: Sequence[str], billing_mode: str
) -> None:
    """Checks the vector indexes of a new table. Raises Reject."""
    if not indexes:
        raise invalid(REQUEST_INVALID + "List of VectorIndexes is empty")
    if billing_mode != "PAY_PER_REQUEST":
        raise invalid(ONLY_ON_DEMAND)
    for index in indexes:
        check_vector_index(index, definitions)
    check_count(len(indexes))
    check_same_dimensions(indexes)


def check_count(indexes: int) -> None:
    """Checks the number of vector indexes of a table. Raises Reject."""
    if indexes > VECTOR_INDEXES:
        raise invalid(
            f"{REQUEST_INVALID}VectorIndex count exceeds the per-table limit of {VECTOR_INDEXES}"
        )


def check_vector_index(index: VectorIndex, definitions: Sequence[str]) -> None:
    """Checks one vector index. definitions: the names that are defined. Raises Reject."""
    check_projection(index["Projection"])
    if any(each["AttributeName"] not in definitions for each in index.get("SearchSchema", ())):
        raise invalid(
            REQUEST_INVALID + "One element in SearchSchema is not defined in attribute definitions"
        )
    projected = _check_search_schema(index) + len(index["Projection"].get("NonKeyAttributes", ()))
    if projected > NON_KEY_ATTRIBUTES_PER_INDEX:
        raise invalid(
            f"{REQUEST_INVALID}Number of projected attributes exceeds the per-index limit of "
            f"{NON_KEY_ATTRIBUTES_PER_INDEX}"
        )
    if index["Dimensions"] > VECTOR_DIMENSIONS:
        raise invalid(
            f"{REQUEST_INVALID}Number of dimensions must be between 1 and {VECTOR_DIMENSIONS} "
            "inclusive."
        )


def _check_search_schema(index: VectorIndex) -> int:
    """Checks the search schema. Returns the number of the vector attribute and the filters. Raises
    Reject.

    Source of the texts: answers captured in August 2026 (dynoxide, tests of vector indexes;
    aws-sdk-java-v2, SearchVectorsIntegrationTestBase.java).
    """
    schema = index.get("SearchSchema", ())
    if first_repeated([each["AttributeName"] for each in schema]) is not None:
        raise invalid(REQUEST_INVALID + "SearchSchema contains a duplicate AttributeName")
    roles = [each["SearchSchemaElementType"] for each in schema]
    filters = roles.count("INLINE_FILTER")
    _check_role_count("HASH", roles.count("HASH"), 1)
    _check_role_count("INLINE_FILTER", filters, VECTOR_INLINE_FILTERS)
    return 1 + filters


def _check_role_count(role: str, count: int, most: int) -> None:
    if count > most:
        raise invalid(
            f"{REQUEST_INVALID}Value '{count}' at 'SearchSchema' failed to satisfy constraint: "
            f"Member must have {role} count less than or equal to {most}"
        )


def check_same_dimensions(indexes: Sequence[VectorIndex] | Sequence[VectorIndexRecord]) -> None:
    """Checks that all indexes on one attribute have the same dimensions. Raises Reject."""
    dimensions: dict[str, int] = {}
    for index in indexes:
        name = index["VectorAttribute"]["AttributeName"]
        if dimensions.setdefault(name, index["Dimensions"]) != index["Dimensions"]:
            raise invalid(
                f"{REQUEST_INVALID}Conflicting attribute definition for '{name}'. All "
                "VectorIndexes on the same vector attribute must use the same dimensions."
            )


def vector_index(index: VectorIndex, index_id: int) -> VectorIndexRecord:
    """Returns the record of a new vector index."""
    record: VectorIndexRecord = {
        "Id": index_id,
        "IndexName": index["IndexName"],
        "VectorAttribute": {"AttributeName": index["VectorAttribute"]["AttributeName"]},
        "Dimensions": index["Dimensions"],
        "DistanceFunction": index["DistanceFunction"],
        "Projection": stored_projection(index["Projection"]),
    }
    if "SearchSchema" in index:
        record["SearchSchema"] = index["SearchSchema"]
    return record


def refuse_defined_vectors(
    vectors: Sequence[VectorIndex | VectorIndexRecord],
    definitions: Sequence[AttributeDefinition],
) -> None:
    """Raises Reject if the AttributeDefinitions of a request contain a vector attribute.

    Source: answers captured in August 2026 (ExtendDB; dynoxide).
    """
    defined = frozenset(names_of(definitions))
    for each in vectors:
        name = each["VectorAttribute"]["AttributeName"]
        if name in defined:
            raise invalid(
                f"{REQUEST_INVALID}Conflicting attribute definition for '{name}'. An attribute "
                "cannot be defined in AttributeDefinitions when used as a VectorAttribute."
            )


def refuse_redefined_key(record: TableRecord, index: VectorIndex) -> None:
    """Raises Reject if the vector attribute of a new index is a key attribute of the table or of an
    index. Source: as above.
    """
    key = _key_text(record, index["VectorAttribute"]["AttributeName"])
    if key is not None:
        raise redefined(key, _vector_text(index))


def refuse_redefined_vector(record: TableRecord) -> None:
    """Raises Reject if a new global secondary index has a vector attribute as a key attribute.
    Source: as above.
    """
    for index in record.get("VectorIndexes", ()):
        key = _key_text(record, index["VectorAttribute"]["AttributeName"])
        if key is not None:
            raise redefined(_vector_text(index), key)


def redefined(existing: str = "", new: str = "") -> Reject:
    """Returns the error for an attribute that has two types.

    existing, new: both schemas as the service prints them, if this is recorded.
    """
    schemas = f" Existing schema: {existing} New schema: {new}" if existing else ""
    return invalid(_REDEFINED + schemas)


def _key_text(record: TableRecord, name: str) -> str | None:
    """Returns a key attribute of the table or of an index as the service prints it, None for other
    attributes.
    """
    types = {
        each["AttributeName"]: each["AttributeType"] for each in record["AttributeDefinitions"]
    }
    indexes = (*record.get("LocalSecondaryIndexes", ()), *record.get("GlobalSecondaryIndexes", ()))
    for schema in (record["KeySchema"], *(index["KeySchema"] for index in indexes)):
        for element in schema:
            if element["AttributeName"] == name:
                return f"Schema:[SchemaElement: key{{{name}:{types[name]}:{element['KeyType']}}}]"
    return None


def _vector_text(index: VectorIndex | VectorIndexRecord) -> str:
    name = index["VectorAttribute"]["AttributeName"]
    return f"VectorIndexSchema:[VectorAttribute: key{{{name}:L:{index['Dimensions']}}}]"
