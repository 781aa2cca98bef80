"""Rules about the key and the projection of one table or index, as requests declare them.

All functions that check raise Reject. Source of the order: dynalite's recorded tests; of the texts:
these and recorded answers, October 2026.
"""

from collections.abc import Collection, Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.expressions.resolve import java_map_order
from jedlik.core.keys.key_schema import names_of
from jedlik.core.limits import INDEX_KEY_ATTRIBUTES_PER_ROLE
from jedlik.core.pauses import spend
from jedlik.core.types.echo import listing
from jedlik.core.types.structures import KeySchemaElement, Projection

NO_DEFINITION: Final = "Invalid KeySchema: Some index key attribute have no definition"
# Checking the key of an index is about as much work as this many values, see `spend`.
_VALUES_PER_KEY: Final = 20
_SAME_NAME: Final = (
    "Both the Hash Key and the Range Key element in the KeySchema have the same name"
)


def check_key(schema: Sequence[KeySchemaElement], definitions: Collection[str]) -> None:
    """Checks the key of a table or of a local index.

    definitions: the names in AttributeDefinitions.
    """
    _check_defined(schema, definitions)
    if first_repeated(names_of(schema)) is not None:
        raise invalid(_SAME_NAME)
    roles = [element["KeyType"] for element in schema]
    _check_first_is_hash(roles)
    if roles not in (["HASH"], ["HASH", "RANGE"]):
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")


def check_global_key(schema: Sequence[KeySchemaElement], definitions: Collection[str]) -> None:
    """Checks the key of a global index. It may have several HASH and several RANGE attributes."""
    _check_defined(schema, definitions)
    roles = [element["KeyType"] for element in schema]
    if first_repeated(names_of(schema)) is not None:
        # The two texts: dynoxide's captures, October 2026.
        if roles == ["HASH", "RANGE"]:
            raise invalid(_SAME_NAME)
        raise invalid(
            REQUEST_INVALID + "The KeySchema contains multiple key attributes with the same name"
        )
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
    """Checks that the attributes of a projection fit its type."""
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


def first_repeated(names: Sequence[str]) -> str | None:
    """Returns the first name that occurs a second time."""
    seen: set[str] = set()
    for name in names:
        spend(1)
        if name in seen:
            return name
        seen.add(name)
    return None


def _check_defined(schema: Sequence[KeySchemaElement], definitions: Collection[str]) -> None:
    spend(_VALUES_PER_KEY)
    keys = names_of(schema)
    if all(key in definitions for key in keys):
        return
    if len(definitions) < len(keys):
        raise invalid(NO_DEFINITION)
    # The orders, and the limit: dynoxide's captures, October 2026.
    raise invalid(
        REQUEST_INVALID + "Some index key attributes are not defined in AttributeDefinitions. "
        f"Keys: [{', '.join(java_map_order(list(dict.fromkeys(keys))))}], "
        f"AttributeDefinitions: [{listing(java_map_order(list(definitions)))}]"
    )


def _check_first_is_hash(roles: Sequence[str]) -> None:
    if roles[0] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")


def _contradicting_projection(kind: str, attributes: str) -> Reject:
    return invalid(
        REQUEST_INVALID + f"ProjectionType is {kind}, but NonKeyAttributes is {attributes}"
    )
