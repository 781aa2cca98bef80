"""Attribute values: canonical form, size, equality and order.

Rules
- A request's values are brought into canonical form once, in place, by `normalise_item`,
  `normalise` and `normalise_expression_values`: numbers as `number.canonical` writes them, members
  of SS and BS in bytewise order, members of NS by value. Everything else here takes canonical form
  for granted. JSON types, base64 included, were checked by `shapes.attribute_value` before.
- The same pass sums the size, so a write reads its item once.
- A value may stand in 31 lists or maps. What is deeper is refused where it is met, so recursion is
  bounded whatever the request holds.

The service checks values in two layers, whose errors differ in wording (`Layer`). Source: recorded
answers, October 2026.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Final, NamedTuple, cast

from jedlik.core import limits
from jedlik.core.errors import REQUEST_INVALID, Reject, Scope, ServiceError, enveloped, invalid
from jedlik.core.types import number
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.base64 import bytes_of, decoded_bytes

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

# A name of this many characters or fewer cannot have too many bytes.
_LONG_NAME: Final = limits.ATTRIBUTE_NAME_BYTES // 4


class Layer(NamedTuple):
    """Which of the service's two layers checks the values of an operation.

    current: wording of single-item operations and Query; False for the older one.
    enveloped: whether an error stands in the envelope of member constraints.
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
# BatchWriteItem, transactions, Scan, and those of WRITE whose request is very deep.
OLDER: Final = Layer(current=False, enveloped=False)


def normalise_item(item: Item, layer: Layer) -> int:
    """Bring an item, or a key, into canonical form, in place; returns its size in bytes.

    Reject with the first fault in the order of the item's members, except that an empty name of an
    attribute comes first of all and one inside a map after the depth of every value.
    """
    if "" in item:
        raise layer.refusal(EMPTY_ATTRIBUTE_NAME)
    try:
        return _normalise_members(item, layer.current, 0)
    except Reject as reject:
        raise layer.reworded(_reported(reject.error, item.values())) from None


def normalise(value: AttributeValue, layer: Layer) -> int:
    """Bring one value into canonical form, in place; returns its size in bytes. Reject as above."""
    try:
        return _normalise(value, layer.current, 0)
    except Reject as reject:
        raise layer.reworded(_reported(reject.error, (value,))) from None


def normalise_expression_values(values: Item, layer: Layer) -> None:
    """Bring ExpressionAttributeValues into canonical form, in place.

    The older layer names the placeholder in its errors and lets a value be one level deeper.
    """
    start = 0 if layer.current else limits.ITEM_LEVELS - limits.OLDER_EXPRESSION_VALUE_LEVELS
    for placeholder, value in values.items():
        try:
            _normalise(value, layer.current, start)
        except Reject as reject:
            error = _reported(reject.error, (value,))
            if layer.current:
                raise layer.reworded(error) from None
            subject = "ExpressionAttributeValues contains invalid value"
            raise invalid(f"{subject}: {error.message} for key {placeholder}") from None


def item_size_bytes(item: Item) -> int:
    """Size of an item, or of a map's members: names in UTF-8 and values."""
    return sum(_utf8_bytes(name) + size_bytes(value) for name, value in item.items())


def attribute_size_bytes(name: str, value: AttributeValue) -> int:
    """Size of one attribute: its name in UTF-8 and its value."""
    return _utf8_bytes(name) + size_bytes(value)


def size_bytes(value: AttributeValue) -> int:
    """Stored size of a canonical value, in bytes; the name it goes by is not in it.

    Source: recorded answers, October 2026; Developer Guide, "DynamoDB item sizes and formats".
    """
    if "S" in value:
        return _utf8_bytes(value["S"])
    if "N" in value:
        return number.size_bytes(value["N"])
    if "M" in value:
        return _collection_bytes(len(value["M"])) + item_size_bytes(value["M"])
    if "L" in value:
        return _collection_bytes(len(value["L"])) + sum(map(size_bytes, value["L"]))
    if "B" in value:
        return decoded_bytes(value["B"])
    return 1 if "BOOL" in value or "NULL" in value else _set_bytes(value)


def compare(left: AttributeValue, right: AttributeValue) -> int:
    """-1, 0 or 1: the order of two canonical values of one type, S, N or B.

    S goes by UTF-8 bytes, which is the order of code points; B by unsigned bytes.
    """
    if left == right:
        return 0
    if "S" in left:
        return -1 if left["S"] < right["S"] else 1
    if "N" in left:
        return number.compare(left["N"], right["N"])
    return -1 if bytes_of(left["B"]) < bytes_of(right["B"]) else 1


def levels(values: Collection[AttributeValue]) -> int:
    """How many lists and maps stand round the deepest of `values` and what they hold.

    Takes values of any depth, whether or not they are canonical.
    """
    deepest = -1
    inside = list(values)
    while inside:
        deepest += 1
        inside = [member for value in inside for member in _members(value)]
    return deepest


def sort_strings(members: list[str]) -> None:
    """Sort members of SS in place, as the service reads them back."""
    members.sort()


def sort_numbers(members: list[str]) -> None:
    """Sort canonical members of NS in place, by value."""
    try:
        members.sort(key=int)
    except ValueError:  # not all of them are whole
        members.sort(key=Decimal)


def sort_binaries(members: list[str]) -> None:
    """Sort members of BS in place, by their decoded bytes."""
    members.sort(key=bytes_of)


def _normalise_members(members: Item, current: bool, depth: int) -> int:
    """Normalise the values of an item or map; returns the size of names and values.

    depth: how many lists and maps stand round each value. The most frequent types are dealt with
    here rather than by a call each: every write passes this loop.
    """
    if depth > limits.ITEM_LEVELS and members:
        raise Reject(_DEEP)
    size = 0
    for name, value in members.items():
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
    return size


def _normalise(value: AttributeValue, current: bool, depth: int) -> int:
    """Normalise one value that stands in `depth` lists and maps; returns its size."""
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
    """`_normalise` for every type but S and N."""
    if "B" in value:
        return decoded_bytes(value["B"])
    if "BOOL" in value:
        return 1
    if "M" in value:
        members = value["M"]
        return _collection_bytes(len(members)) + _normalise_members(members, current, depth + 1)
    if "L" in value:
        size = _collection_bytes(len(value["L"]))
        for element in value["L"]:
            size += _normalise(element, current, depth + 1)
        return size
    if "NULL" in value:
        if not value["NULL"]:
            raise invalid(NULL_IS_FALSE)
        return 1
    return _normalise_set(value, current)


def _normalise_set(value: AttributeValue, current: bool) -> int:
    """`_normalise` for SS, NS and BS: no member twice, all in order."""
    if "SS" in value:
        _check_members("SS", value["SS"], current)
        sort_strings(value["SS"])
    elif "NS" in value:
        numbers = value["NS"]
        numbers[:] = [number.canonical(member, current=current) for member in numbers]
        _check_members("NS", numbers, current)
        sort_numbers(numbers)
    else:
        _check_members("BS", value["BS"], current)
        sort_binaries(value["BS"])
    return _set_bytes(value)


def _check_members(tag: str, members: list[str], current: bool) -> None:
    """Reject a set that is empty or holds a member twice."""
    if not members:
        raise invalid(EMPTY_SET[tag])
    if len(set(members)) != len(members):
        raise invalid(_duplicates_message(tag, members, current))


def _duplicates_message(tag: str, members: list[str], current: bool) -> str:
    """The sentence about a set that holds a member twice.

    The current layer lists what comes before the first repeat in byte order, then the rest as sent.
    """
    if tag == "NS":
        sentence = "Input collection contains duplicates"
        return f"{REQUEST_INVALID}{sentence}." if current else sentence
    listed = ", ".join(members)
    if current:
        first_repeat = _first_repeat(members)
        order = bytes_of if tag == "BS" else str.encode
        in_order = sorted(members[:first_repeat], key=order) + members[first_repeat:]
        listed = ("," if tag == "BS" else ", ").join(f'"{text}"' for text in in_order)
    datatype = "of type BS" if tag == "BS" else ""
    return f"{REQUEST_INVALID}Input collection [{listed}]{datatype} contains duplicates."


def _first_repeat(members: list[str]) -> int:
    """Where the first member stands that has stood before."""
    seen: set[str] = set()
    for at, member in enumerate(members):
        if member in seen:
            return at
        seen.add(member)
    raise AssertionError("some member stands twice")


def _check_name(name: str) -> None:
    """Reject an attribute name that is empty or longer than 64 KB less one."""
    if not name:
        raise Reject(_EMPTY_NAME)
    if _utf8_bytes(name) > limits.ATTRIBUTE_NAME_BYTES:
        raise invalid(ATTRIBUTE_NAME_TOO_LONG)


def _check_datatypes(value: AttributeValue, current: bool, depth: int) -> None:
    """Reject a value with no data type, or with several; each of those is checked before that."""
    if not value:
        raise invalid(EMPTY_VALUE)
    for tag, content in value.items():
        _normalise(cast(AttributeValue, {tag: content}), current, depth)
    raise invalid(SEVERAL_DATATYPES)


def _reported(error: ServiceError, values: Collection[AttributeValue]) -> ServiceError:
    """Returns the error to report: a value that is too deep comes before an empty name in a map."""
    return _DEEP if error is _EMPTY_NAME and levels(values) > limits.ITEM_LEVELS else error


def _members(value: AttributeValue) -> Collection[AttributeValue]:
    """The values directly inside a list or map."""
    if "M" in value:
        return value["M"].values()
    return value.get("L", ())


def _utf8_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _collection_bytes(elements: int) -> int:
    """What a list or map takes besides its elements."""
    return limits.COLLECTION_OVERHEAD_BYTES + limits.ELEMENT_OVERHEAD_BYTES * elements


def _set_bytes(value: AttributeValue) -> int:
    """Size of a canonical set: its members and nothing else."""
    if "SS" in value:
        return sum(map(_utf8_bytes, value["SS"]))
    if "NS" in value:
        return sum(map(number.size_bytes, value["NS"]))
    return sum(map(decoded_bytes, value["BS"]))
