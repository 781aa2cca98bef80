"""Attribute values: validation, canonical form, size, equality and order.

- `normalise_item`, `normalise` and `normalise_expression_values` bring the values of a request into
  canonical form, once and in place. Numbers become the text of `number.canonical`. Members of SS
  and BS are sorted by bytes, members of NS by value. All other functions here require canonical
  form. JSON types and base64 have been checked before, by `shapes.attribute_value`.
- The same pass adds up the size, so a write walks through its item once.
- A value may be nested in at most 31 lists or maps. A deeper one is refused as soon as it is found,
  so the recursion has a bound.

The service checks values in two layers whose error texts differ (`Layer`). Source: recorded
answers, October 2026.
"""

from collections.abc import Collection
from typing import Final, NamedTuple, cast

from jedlik.core import limits
from jedlik.core.errors import REQUEST_INVALID, Reject, Scope, ServiceError, enveloped, invalid
from jedlik.core.pauses import STRIDE, spend
from jedlik.core.types import number
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.base64 import bytes_of, decoded_bytes
from jedlik.core.types.sets import (
    check_distinct,
    sort_binaries,
    sort_numbers,
    sort_strings,
    sum_of,
)

TOO_DEEP: Final = (
    "Nesting Levels have exceeded supported limits: "
    "Attributes in the item have nested levels beyond supported limit"
)
EMPTY_VALUE: Final = (
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
)
SEVERAL_DATATYPES: Final = (
    "Supplied AttributeValue has more than one datatypes set, "
    "must contain exactly one of the supported datatypes"
)
EMPTY_ATTRIBUTE_NAME: Final = "Empty attribute name"
ATTRIBUTE_NAME_TOO_LONG: Final = "Attribute name is too large, must be less than 65536 bytes"
NULL_IS_FALSE: Final = REQUEST_INVALID + "Null attribute value types must have the value of true"
EMPTY_SET: Final = {
    "SS": REQUEST_INVALID + "An string set  may not be empty",
    "NS": REQUEST_INVALID + "An number set  may not be empty",
    "BS": REQUEST_INVALID + "Binary sets should not be empty",
}

# The two errors between which `_reported` chooses. A parameter of a statement that is too deep
# refuses the whole request, as a number out of range does (recorded answers, October 2026).
_EMPTY_NAME: Final = ServiceError("ValidationException", EMPTY_ATTRIBUTE_NAME)
_DEEP: Final = ServiceError("ValidationException", TOO_DEEP, scope=Scope.REQUEST)

# A name of at most this many characters cannot have too many bytes.
_LONG_NAME: Final = limits.ATTRIBUTE_NAME_BYTES // 4


class MalformedValue(Reject):
    """The refusal of a value whose data type is wrong or that is too deep.

    A data type is wrong if there is none or several, for a NULL that is false, and for an empty set
    of strings or binaries. Start keys report these faults in a way of their own.
    """


class Layer(NamedTuple):
    """Which of the service's two layers checks the values of an operation.

    current: True for single-item operations and Query, False for the older layer.
    enveloped: whether an error text has the prefix of constraint violations ("1 validation error
    detected: ...").
    """

    current: bool
    enveloped: bool

    def refusal(self, message: str, scope: Scope = Scope.ACTION) -> Reject:
        """Returns the error with this sentence in the form of this layer. The caller raises it."""
        return enveloped(message, scope) if self.enveloped else invalid(message, scope)

    def reworded(self, error: ServiceError) -> Reject:
        """Returns `error` in the form of this layer. The caller raises it."""
        return self.refusal(error.message or "", error.scope)


WRITE: Final = Layer(current=True, enveloped=True)  # PutItem, UpdateItem, DeleteItem
READ: Final = Layer(current=True, enveloped=False)  # GetItem, BatchGetItem, Query
# BatchWriteItem, transactions and Scan use this layer, and so do the operations of WRITE if the
# request is nested very deeply.
OLDER: Final = Layer(current=False, enveloped=False)


def normalise_item(item: Item, layer: Layer) -> int:
    """Brings an item, or a key, into canonical form, in place. Returns its size in bytes.

    Raises Reject with the first error in the order of the item's members, with two exceptions. An
    empty attribute name is reported before anything else. An empty name inside a map is reported
    after a value that is too deep.
    """
    if "" in item:
        raise layer.refusal(EMPTY_ATTRIBUTE_NAME)
    try:
        return _normalise_members(item, layer.current, 0)
    except Reject as reject:
        raise _refusal(reject, item.values(), layer) from None


def normalise(value: AttributeValue, layer: Layer) -> int:
    """Brings one value into canonical form, in place. Returns its size in bytes. Raises Reject."""
    try:
        return _normalise(value, layer.current, 0)
    except Reject as reject:
        raise layer.reworded(_reported(reject.error, (value,))) from None


def normalise_expression_values(values: Item, layer: Layer) -> None:
    """Brings ExpressionAttributeValues into canonical form, in place. Raises Reject.

    The older layer names the placeholder in its errors and allows one level more of nesting.
    """
    start = 0 if layer.current else limits.ITEM_LEVELS - limits.OLDER_EXPRESSION_VALUE_LEVELS
    for placeholder, value in values.items():
        spend(1)
        try:
            _normalise(value, layer.current, start)
        except Reject as reject:
            error = _reported(reject.error, (value,))
            if layer.current:
                raise layer.reworded(error) from None
            subject = "ExpressionAttributeValues contains invalid value"
            raise invalid(f"{subject}: {error.message} for key {placeholder}") from None


def item_size_bytes(item: Item) -> int:
    """Returns the size of an item, or of a map's members: the names in UTF-8 and the values."""
    size = 0
    for name, value in item.items():
        spend(1)
        size += _utf8_bytes(name) + size_bytes(value)
    return size


def attribute_size_bytes(name: str, value: AttributeValue) -> int:
    """Returns the size of one attribute: its name in UTF-8 and its value."""
    return _utf8_bytes(name) + size_bytes(value)


def size_bytes(value: AttributeValue) -> int:
    """Returns the stored size of a canonical value in bytes, without the attribute's name.

    Source: recorded answers, October 2026; Developer Guide, "DynamoDB item sizes and formats".
    """
    if "S" in value:
        return _utf8_bytes(value["S"])
    if "N" in value:
        return number.size_bytes(value["N"])
    if "M" in value:
        return _collection_bytes(len(value["M"])) + item_size_bytes(value["M"])
    if "L" in value:
        size = _collection_bytes(len(value["L"]))
        for element in value["L"]:
            spend(1)
            size += size_bytes(element)
        return size
    if "B" in value:
        return decoded_bytes(value["B"])
    return 1 if "BOOL" in value or "NULL" in value else _set_bytes(value)


def compare(left: AttributeValue, right: AttributeValue) -> int:
    """Returns -1, 0 or 1 for the order of two canonical values of the same type: S, N or B.

    S is ordered by UTF-8 bytes, which is the order of code points, and B by unsigned bytes.
    """
    if left == right:
        return 0
    if "S" in left:
        return -1 if left["S"] < right["S"] else 1
    if "N" in left:
        return number.compare(left["N"], right["N"])
    return -1 if bytes_of(left["B"]) < bytes_of(right["B"]) else 1


def levels(values: Collection[AttributeValue]) -> int:
    """Returns how many lists and maps enclose the deepest value in `values` or inside them.

    The values may have any depth and need not be canonical.
    """
    deepest = -1
    inside = list(values)
    while inside:
        deepest += 1
        deeper: list[AttributeValue] = []
        for value in inside:
            spend(1)
            deeper += _members(value)
        inside = deeper
    return deepest


def _normalise_members(members: Item, current: bool, depth: int) -> int:
    """Normalises the values of an item or map. Returns the size of names and values.

    depth: how many lists and maps enclose each value. The most frequent types are handled here
    without a call, because every write runs this loop.
    """
    if depth > limits.ITEM_LEVELS and members:
        raise Reject(_DEEP)
    size = 0
    unspent = 0
    for name, value in members.items():
        unspent += 2
        if unspent >= STRIDE:
            spend(unspent)
            unspent = 0
        size += len(name) if name.isascii() else len(name.encode())
        if len(name) > _LONG_NAME or not name:
            _check_name(name)
        if len(value) != 1:
            _check_datatypes(value, current, depth)
        if "S" in value:
            text = value["S"]
            size += len(text) if text.isascii() else len(text.encode())
        elif "N" in value:
            text = value["N"]
            canonical = number.canonical(text, current=current)
            if canonical is not text:
                value["N"] = canonical
            size += number.size_bytes(canonical)
        else:
            size += _normalise_rest(value, current, depth)
    spend(unspent)
    return size


def _normalise(value: AttributeValue, current: bool, depth: int) -> int:
    """Normalises one value that `depth` lists and maps enclose. Returns its size."""
    if depth > limits.ITEM_LEVELS:
        raise Reject(_DEEP)
    if len(value) != 1:
        _check_datatypes(value, current, depth)
    if "S" in value:
        return _utf8_bytes(value["S"])
    if "N" in value:
        value["N"] = canonical = number.canonical(value["N"], current=current)
        return number.size_bytes(canonical)
    return _normalise_rest(value, current, depth)


def _normalise_rest(value: AttributeValue, current: bool, depth: int) -> int:
    """Does the work of `_normalise` for every type except S and N."""
    if "B" in value:
        return decoded_bytes(value["B"])
    if "BOOL" in value:
        return 1
    if "M" in value:
        members = value["M"]
        return _collection_bytes(len(members)) + _normalise_members(members, current, depth + 1)
    if "L" in value:
        size = _collection_bytes(len(value["L"]))
        unspent = 0
        for element in value["L"]:
            unspent += 2
            if unspent >= STRIDE:
                spend(unspent)
                unspent = 0
            size += _normalise(element, current, depth + 1)
        spend(unspent)
        return size
    if "NULL" in value:
        if not value["NULL"]:
            raise _malformed(NULL_IS_FALSE)
        return 1
    return _normalise_set(value, current)


def _normalise_set(value: AttributeValue, current: bool) -> int:
    """Does the work of `_normalise` for SS, NS and BS. Raises Reject if a member occurs twice."""
    if "SS" in value:
        tag, members, sort = "SS", value["SS"], sort_strings
    elif "NS" in value:
        tag, members, sort = "NS", value["NS"], sort_numbers
        for at, member in enumerate(members):
            if at % STRIDE == 0:
                spend(STRIDE)
            members[at] = number.canonical(member, current=current)
    else:
        tag, members, sort = "BS", value["BS"], sort_binaries
    _check_members(tag, members, current)
    size = _set_bytes(value)
    if size <= limits.ITEM_BYTES:  # no item can contain a larger set
        sort(members)
    return size


def _check_members(tag: str, members: list[str], current: bool) -> None:
    """Raises Reject if a set is empty or contains a member twice."""
    if not members:
        raise invalid(EMPTY_SET[tag]) if tag == "NS" else _malformed(EMPTY_SET[tag])
    check_distinct(tag, members, current)


def _check_name(name: str) -> None:
    """Raises Reject if an attribute name is empty or has more than 65,535 bytes."""
    if not name:
        raise Reject(_EMPTY_NAME)
    if _utf8_bytes(name) > limits.ATTRIBUTE_NAME_BYTES:
        raise invalid(ATTRIBUTE_NAME_TOO_LONG)


def _check_datatypes(value: AttributeValue, current: bool, depth: int) -> None:
    """Raises Reject for a value with no data type or with several.

    If there are several, an error in one of them is reported first: an empty set, then a number,
    then a NULL that is false. Source: dynoxide-rs 3.2.0, tests/value_layers.rs (recorded in
    us-east-1, 2026-10-10).
    """
    if not value:
        raise _malformed(EMPTY_VALUE)
    contents = cast("dict[str, object]", value)
    for tag, text in EMPTY_SET.items():
        if contents.get(tag) == []:
            raise _malformed(text)
    for tag in sorted(contents, key=_is_null):
        _normalise(cast(AttributeValue, {tag: contents[tag]}), current, depth)
    raise _malformed(SEVERAL_DATATYPES)


def _is_null(tag: str) -> bool:
    return tag == "NULL"


def _malformed(message: str) -> MalformedValue:
    return MalformedValue(ServiceError("ValidationException", message))


def _refusal(reject: Reject, values: Collection[AttributeValue], layer: Layer) -> Reject:
    """Returns the refusal of `values` in the form of the layer."""
    error = _reported(reject.error, values)
    refusal = layer.reworded(error)
    if isinstance(reject, MalformedValue) or error is _DEEP:
        return MalformedValue(refusal.error)
    return refusal


def _reported(error: ServiceError, values: Collection[AttributeValue]) -> ServiceError:
    """Returns the error to report: a value that is too deep comes before an empty name in a map."""
    return _DEEP if error is _EMPTY_NAME and levels(values) > limits.ITEM_LEVELS else error


def _members(value: AttributeValue) -> Collection[AttributeValue]:
    """Returns the values directly inside a list or map."""
    if "M" in value:
        return value["M"].values()
    return value.get("L", ())


def _utf8_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _collection_bytes(elements: int) -> int:
    """Returns the overhead of a list or map with this many elements."""
    return limits.COLLECTION_OVERHEAD_BYTES + limits.ELEMENT_OVERHEAD_BYTES * elements


def _set_bytes(value: AttributeValue) -> int:
    """Returns the size of a canonical set: the sum of its members' sizes."""
    if "SS" in value:
        return sum_of(_utf8_bytes, value["SS"])
    if "NS" in value:
        return sum_of(number.size_bytes, value["NS"])
    return sum_of(decoded_bytes, value["BS"])
