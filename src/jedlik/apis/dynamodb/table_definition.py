"""The rules of CreateTable about keys and indexes, across the members of a request.

All functions raise Reject. Source of the order: dynalite's recorded tests. Source of the texts: the
same tests, and recorded answers of October 2026.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.dynamodb.model.table_settings import CreateTableRequest, UpdateTableRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.expressions.resolve import java_map_order, java_set_order
from jedlik.core.keys.key_schema import names_of
from jedlik.core.limits import (
    GLOBAL_SECONDARY_INDEXES,
    LOCAL_SECONDARY_INDEXES,
    NON_KEY_ATTRIBUTES,
)
from jedlik.core.pauses import spend
from jedlik.core.types.echo import listing
from jedlik.core.types.structures import (
    GlobalSecondaryIndex,
    LocalSecondaryIndex,
    VectorIndex,
)
from jedlik.features.secondary_indexes.definitions import (
    NO_DEFINITION,
    check_global_key,
    check_key,
    check_projection,
    first_repeated,
)
from jedlik.features.secondary_indexes.throughput import check_index_throughput
from jedlik.features.vector_indexes.definitions import refuse_defined_vectors

# A request may define any number of indexes. Checking one is about as much work as this many
# values, see `spend`.
_VALUES_PER_INDEX: Final = 20


def set_billing_mode(request: CreateTableRequest | UpdateTableRequest) -> None:
    """Sets BillingMode to TableThroughputMode in a request that has no BillingMode.

    The service reads this second name, which no published model has. Source: ExtendDB, pull request
    320 (raw requests to us-east-1, August 2026).
    """
    if "TableThroughputMode" in request:
        request.setdefault("BillingMode", request["TableThroughputMode"])


def check_key_schema(request: CreateTableRequest) -> None:
    """Checks the key of the table against the attributes that the request defines."""
    definitions = _defined_names(request)
    if len(definitions) < len(request["AttributeDefinitions"]):
        duplicate = first_repeated(names_of(request["AttributeDefinitions"]))
        raise invalid(f"Attribute Name is duplicated: {duplicate}")
    keys = names_of(request["KeySchema"])
    if len(keys) > len(definitions):
        raise invalid(NO_DEFINITION)
    check_key(request["KeySchema"], definitions)
    if not _has_indexes(request) and len(keys) != len(definitions):
        raise invalid(
            REQUEST_INVALID + "Number of attributes in KeySchema does not exactly match number of "
            "attributes defined in AttributeDefinitions"
        )


def check_index_definitions(request: CreateTableRequest) -> None:
    """Checks the indexes of a request. The first rules are about all keys, the next is that each
    defined attribute is used, and the others follow. Local indexes come before global ones.
    """
    local = request.get("LocalSecondaryIndexes")
    others = request.get("GlobalSecondaryIndexes")
    if local is not None:
        _check_local_keys(request, local)
    if others is not None:
        if not others:
            raise invalid(REQUEST_INVALID + "List of GlobalSecondaryIndexes is empty")
        definitions = _defined_names(request)
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


def _check_local_keys(request: CreateTableRequest, indexes: Sequence[LocalSecondaryIndex]) -> None:
    if not indexes:
        raise invalid(REQUEST_INVALID + "List of LocalSecondaryIndexes is empty")
    if len(request["KeySchema"]) != 2:
        raise invalid(
            REQUEST_INVALID + "Table KeySchema does not have a range key, which is required when "
            "specifying a LocalSecondaryIndex"
        )
    definitions = _defined_names(request)
    table_hash = request["KeySchema"][0]["AttributeName"]
    for index in indexes:
        name, schema = index["IndexName"], index["KeySchema"]
        check_key(schema, definitions)
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


def _check_projected_count(
    indexes: Sequence[LocalSecondaryIndex | GlobalSecondaryIndex], vectors: Sequence[VectorIndex]
) -> None:
    """Checks the number of projected attributes. Vectors and inline filters count too. Source: API
    Reference, Projection.
    """
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


def _check_name(name: str, names: set[str]) -> None:
    spend(_VALUES_PER_INDEX)
    if name in names:
        raise invalid(REQUEST_INVALID + f"Duplicate index name: {name}")
    names.add(name)


def _check_all_definitions_used(request: CreateTableRequest) -> None:
    used = dict.fromkeys(names_of(request["KeySchema"]))
    for index in request.get("LocalSecondaryIndexes", ()):
        spend(_VALUES_PER_INDEX)
        used.update(dict.fromkeys(names_of(index["KeySchema"])))
    for other in request.get("GlobalSecondaryIndexes", ()):
        spend(_VALUES_PER_INDEX)
        used.update(dict.fromkeys(names_of(other["KeySchema"])))
    for vector in request.get("VectorIndexes", ()):
        spend(_VALUES_PER_INDEX)
        names = [each["AttributeName"] for each in vector.get("SearchSchema", ())]
        used.update(dict.fromkeys(names))
    definitions = _defined_names(request)
    if not used.keys() >= definitions.keys():
        # A vector attribute among them is the first fault (dynoxide's captures, August 2026).
        refuse_defined_vectors(request.get("VectorIndexes", ()), request["AttributeDefinitions"])
        # The order is recorded: October 2026 (ack-api-quirks, DDB-TABLE-127; dynoxide's captures)
        # and 2021 (aws-samples, aws-batch-processing-job-repo, pull request 4).
        keys = java_set_order(list(used), len(used))
        raise invalid(
            REQUEST_INVALID + "Some AttributeDefinitions are not used. AttributeDefinitions: "
            f"[{listing(java_map_order(list(definitions)))}], keys used: [{listing(keys)}]"
        )


def _defined_names(request: CreateTableRequest) -> dict[str, None]:
    """Returns the names of the attributes that a request defines, in its order."""
    names: dict[str, None] = {}
    for definition in request["AttributeDefinitions"]:
        spend(2)
        names[definition["AttributeName"]] = None
    return names


def _has_indexes(request: CreateTableRequest) -> bool:
    members = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes", "VectorIndexes")
    return any(member in request for member in members)
