"""Items in Ion text: one struct for each, `$ion_1_0 {Item:{pk:"a"}}`.

Source of the types: Developer Guide, "DynamoDB table export output format". Null is not in its
table; it is NULL here. An integer is a number too. A symbol, a timestamp, a float, a clob and an
S-expression are no value of an item.

This module imports `amazon.ion`, which is an optional dependency.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, cast

from amazon.ion import simpleion
from amazon.ion.core import IonType
from amazon.ion.exceptions import IonException
from amazon.ion.simple_types import IonPyNull

from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.base64 import text_of
from jedlik.wire.item_files.conditions import (
    EXPRESSION,
    NAMES,
    VALUES,
    WrittenCondition,
    condition_of,
)
from jedlik.wire.item_files.faults import UnreadableError

# What the library raises for texts that are no Ion.
_MALFORMED: Final = (
    *(IonException, ValueError, ArithmeticError, TypeError),
    *(IndexError, KeyError, AttributeError, RecursionError, OSError),
)
_SETS: Final = {"$dynamodb_SS": "SS", "$dynamodb_NS": "NS", "$dynamodb_BS": "BS"}
_BYTES_PER_VALUE: Final = 4  # as much work as one value, see `spend`


def decode_struct(text: bytes) -> Item | None:
    """Returns the item in a struct, None if the text has only comments and a version marker.

    Raises UnreadableError.
    """
    record = record_of(text)
    return None if record is None else item_of(record)


def decode_both(text: bytes) -> tuple[Item, WrittenCondition | None] | None:
    """Returns the item in a struct, and its condition if it has one, as `decode_struct`. Raises
    UnreadableError.
    """
    record = record_of(text)
    if record is None:
        return None
    item = item_of(record)
    expression = _member(record, EXPRESSION)
    if expression is None:
        return item, None
    names, values = _member(record, NAMES), _member(record, VALUES)
    if names is not None and _type(names) is IonType.STRUCT:
        names = {_name(name): _plain(each) for name, each in names.items()}
    written = None if values is None else attributes_of(values)
    return item, condition_of(_plain(expression), names, written)


def record_of(text: bytes) -> Any:
    """Returns the struct in a text, None if it has no value. Raises UnreadableError."""
    spend(len(text) // _BYTES_PER_VALUE)
    try:
        values = simpleion.loads(text, single_value=False)
    except _MALFORMED as error:
        raise UnreadableError(f"The record is not valid Ion: {str(error)[:200]}") from error
    if not values:
        return None
    if len(values) > 1 or _type(values[0]) is not IonType.STRUCT:
        raise UnreadableError("The record is no Ion struct")
    return values[0]


def item_of(record: Any) -> Item:
    """Returns the item in a struct. Raises UnreadableError."""
    return attributes_of(_member(record, "Item"))


def attributes_of(attributes: Any) -> Item:
    """Returns the attributes in a struct. Raises UnreadableError."""
    if _type(attributes) is not IonType.STRUCT:
        raise UnreadableError("The record has no Item")
    try:
        return {_name(name): _value(value) for name, value in attributes.items()}
    except _MALFORMED as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"The record is not valid Ion: {str(error)[:200]}") from error


def _member(record: Any, name: str) -> Any:
    for each, value in record.items():
        if each == name:
            return value
    return None


def _plain(value: Any) -> str | None:
    """Returns the text of a string, None for anything else."""
    return _string(value) if _type(value) is IonType.STRING else None


def _type(value: Any) -> IonType | None:
    """Returns the type of a value, None for null of any type."""
    if value is None or isinstance(value, IonPyNull):
        return None
    kind: IonType | None = getattr(value, "ion_type", None)
    return kind


def _name(name: Any) -> str:
    text = getattr(name, "text", name)
    if not isinstance(text, str):
        raise UnreadableError("An attribute has no name")
    return _string(text)


def _string(value: Any) -> str:
    """Returns a text. Raises ValueError if it has half a character, as `\\ud800` is."""
    text = str(value)
    if not text.isascii():
        text.encode()
    return text


def _value(value: Any) -> AttributeValue:
    spend(1)
    kind = _type(value)
    make = _VALUES.get(kind)
    if make is None:
        raise UnreadableError(f"An Ion value of the type {kind} is no value of an item")
    return make(value)


def _number(value: Any) -> str:
    return str(Decimal(value))


def _text(value: Any) -> str:
    if _type(value) is not IonType.STRING:
        raise UnreadableError("A set of strings has another value")
    return _string(value)


def _number_in_set(value: Any) -> str:
    if _type(value) not in {IonType.DECIMAL, IonType.INT}:
        raise UnreadableError("A set of numbers has another value")
    return _number(value)


def _binary_in_set(value: Any) -> str:
    if _type(value) is not IonType.BLOB:
        raise UnreadableError("A set of binaries has another value")
    return text_of(bytes(value))


_MEMBERS: Final[dict[str, Callable[[Any], str]]] = {
    "SS": _text,
    "NS": _number_in_set,
    "BS": _binary_in_set,
}


def _list(value: Any) -> AttributeValue:
    annotations = [_name(each) for each in value.ion_annotations]
    if not annotations:
        return {"L": [_value(each) for each in value]}
    tag = _SETS.get(annotations[0])
    if tag is None or len(annotations) > 1:
        raise UnreadableError("A list has an annotation that is no type of a set")
    member = _MEMBERS[tag]
    return cast(AttributeValue, {tag: [member(each) for each in value]})


_VALUES: Final[dict[IonType | None, Callable[[Any], AttributeValue]]] = {
    None: lambda _: {"NULL": True},
    IonType.BOOL: lambda value: {"BOOL": bool(value)},
    IonType.INT: lambda value: {"N": _number(value)},
    IonType.DECIMAL: lambda value: {"N": _number(value)},
    IonType.STRING: lambda value: {"S": _string(value)},
    IonType.BLOB: lambda value: {"B": text_of(bytes(value))},
    IonType.LIST: _list,
    IonType.STRUCT: lambda value: {
        "M": {_name(name): _value(each) for name, each in value.items()}
    },
}
