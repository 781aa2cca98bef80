"""The rules that secondary and vector indexes add for items of their table, and for updates."""

from typing import Final, final

from jedlik.core.errors import REQUEST_INVALID, VALUES_NOT_VALID, Reject, Scope, invalid
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Arithmetic,
    Literal,
    Set,
    Update,
    elements_of,
)
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.limits import INDEX_KEY_ATTRIBUTES_PER_ROLE, PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.participant import ItemRule
from jedlik.features.secondary_indexes.entry_key import encoded_values, total_bytes
from jedlik.features.secondary_indexes.index import Index

# Values of so few characters cannot be too long, however many attributes make the key.
_SHORT_CHARACTERS: Final = SORT_KEY_BYTES // INDEX_KEY_ATTRIBUTES_PER_ROLE // 4

_UPDATED: Final = "The update expression attempted to update the secondary index key"


@final
class IndexRule(ItemRule):
    """The rule that one index adds for the items of its table.

    Sources: recorded answers, October 2026; dynalite's tests; Alternator, test_vector, for the
    filters of vector indexes.
    """

    def __init__(self, index: Index) -> None:
        super().__init__(index.name)
        self._index = index

    def check(self, item: Item, *, by_expression: bool) -> None:
        """Raises Reject if `item` has a wrong value in a key attribute, a filter or the vector of
        the index.
        """
        index = self._index
        is_long = False
        for attribute in index.typed_attributes:
            value = item.get(attribute.name)
            if value is None:
                continue
            if by_expression:
                _check_updated_value(index, attribute, value)
            else:
                check_given_value(index, attribute, value, by_expression=False)
            is_long = is_long or len(value[attribute.type]) > _SHORT_CHARACTERS
        if is_long:
            _check_sizes(index, item, by_expression=by_expression)
        index.check_item(item)

    def check_update(self, update: Update, *, by_expression: bool) -> None:
        """Raises Reject for an update that writes a wrong value to a key attribute or a filter, if
        this is certain before the item is read.
        """
        index = self._index
        for attribute in index.typed_attributes:
            for action in update:
                spend(1)
                name, *steps = elements_of(action.path)
                if steps or name != attribute.name:
                    continue
                if isinstance(action, Set) and isinstance(action.value, Literal):
                    value = action.value.value
                    check_given_value(index, attribute, value, by_expression=by_expression)
                tag = _known_type(action)
                if tag is not None and tag != attribute.type:
                    raise index.type_mismatch(attribute, tag)


def check_given_value(
    index: Index, attribute: KeyAttribute, value: AttributeValue, *, by_expression: bool
) -> None:
    """Raises Reject if a value in a request has the wrong type for a key attribute or a filter, or
    is empty. A filter may be empty.

    by_expression: whether an update expression writes the value.
    """
    if attribute.type not in value:
        raise index.type_mismatch(attribute, next(iter(value)))
    if value[attribute.type] or attribute in index.filters:
        return
    if by_expression:
        raise _updated_to_empty(attribute)
    raise invalid(
        f"{VALUES_NOT_VALID}A value specified for a secondary index key is not supported. "
        f"The AttributeValue for a key attribute cannot contain {_empty(attribute)}. "
        f"IndexName: {index.name}, IndexKey: {attribute.name}",
        Scope.REQUEST,
    )


def _check_updated_value(index: Index, attribute: KeyAttribute, value: AttributeValue) -> None:
    """Does the same as `check_given_value` for the result of an update expression.

    Texts: recorded answers, October 2026; the API Reference (TransactWriteItems).
    """
    if attribute.type not in value:
        raise invalid(_UPDATED + " to unsupported type")
    if not value[attribute.type] and attribute not in index.filters:
        raise _updated_to_empty(attribute)


def _known_type(action: Action) -> str | None:
    """Returns the type that an action writes, or None if it depends on the item."""
    if isinstance(action, Set) and isinstance(action.value, Arithmetic):
        return "N"
    if isinstance(action, Add) and isinstance(action.value, Literal):
        return next(iter(action.value.value))
    return None


def _updated_to_empty(attribute: KeyAttribute) -> Reject:
    return invalid(
        f"{VALUES_NOT_VALID}The update expression attempted to update a secondary index key to a "
        "value that is not supported. The AttributeValue for a key attribute cannot contain "
        f"{_empty(attribute)}.",
        Scope.REQUEST,
    )


def _empty(attribute: KeyAttribute) -> str:
    return "an empty string value" if attribute.type == "S" else "an empty binary value"


def _check_sizes(index: Index, item: Item, *, by_expression: bool) -> None:
    """Raises Reject if the values of a key of the index are too long.

    The text about a put is known for keys of one attribute: reports of users, 2015 and 2018.
    """
    overlong = _overlong(index, item)
    if overlong is None:
        return
    if by_expression:
        raise invalid(_UPDATED + " beyond allowed size limits.")
    names, size_bytes, limit_bytes = overlong
    raise invalid(
        f"{REQUEST_INVALID}Size limit exceeded for Index Key {names} Actual Size: {size_bytes} "
        f"bytes Max Size: {limit_bytes} bytes IndexName: {index.name}"
    )


def _overlong(index: Index, item: Item) -> tuple[str, int, int] | None:
    """Returns the attributes of a key that is too long, its size and the limit in bytes, or
    None.
    """
    for attributes, limit_bytes in (
        (index.hash_key, PARTITION_KEY_BYTES),
        (index.range_key, SORT_KEY_BYTES),
    ):
        values = encoded_values(attributes, item)
        size_bytes = 0 if values is None else total_bytes(values)
        if size_bytes > limit_bytes:
            return ", ".join([name for name, _ in attributes]), size_bytes, limit_bytes
    return None
