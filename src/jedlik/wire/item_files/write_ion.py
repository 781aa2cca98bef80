"""Writes items and changes as lines of Amazon Ion text.

    $ion_1_0 {Item:{pk:"a",n:103.,tags:$dynamodb_SS::["x","y"]}}
    $ion_1_0 {Record:{Keys:{...},Metadata:{WriteTimestampMicros:1684374845117d3},OldImage:{...},
              NewImage:{...}}}                                                  (one line)

The library amazon.ion is not used to write: it takes twice as long, and a server would need it only
for this (docs/exports.md). Tests read these lines with it.

Source: Developer Guide, "DynamoDB table export output format". Its numbers (`103.`, `6d2`) have the
form that Java's library of Ion prints for a decimal without zeros at its end. A string of Ion has
the escapes of JSON, so a line has no line feed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import AttributeValue, Item

_VERSION: Final = "$ion_1_0 "
_is_identifier = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").fullmatch
_KEYWORDS: Final = frozenset(("null", "true", "false", "nan"))
_SMALL_ZEROS: Final = 5  # with more zeros after the point, a number is written with an exponent
_NAMES_CACHED: Final = 4096
_VALUES_PER_VALUE: Final = 8  # as much work as so many values, see `spend`


class Change(NamedTuple):
    """What happened to an item in a window of time. See `write_json.Change`."""

    keys: Item
    new: Item | None
    old: Item | None
    written_ms: int


def item_lines(items: Iterable[Item]) -> bytes:
    """Returns a line for each item."""
    return "".join([f"{_VERSION}{{Item:{struct_of(each)}}}\n" for each in items]).encode()


def change_line(change: Change) -> bytes:
    """Returns the line of a change."""
    micros = decimal_of(str(change.written_ms * 1000))
    members = f"Keys:{struct_of(change.keys)},Metadata:{{WriteTimestampMicros:{micros}}}"
    if change.old is not None:
        members += f",OldImage:{struct_of(change.old)}"
    if change.new is not None:
        members += f",NewImage:{struct_of(change.new)}"
    return f"{_VERSION}{{Record:{{{members}}}}}\n".encode()


def struct_of(item: Mapping[str, AttributeValue]) -> str:
    """Returns the struct of an item, or of a map in it."""
    members = []
    for name, value in item.items():  # no comprehension, which would add a stack frame
        members.append(f"{symbol_of(name)}:{value_of(value)}")
    return "{" + ",".join(members) + "}"


def value_of(value: AttributeValue) -> str:
    """Returns a value. value: canonical, so its numbers are."""
    spend(_VALUES_PER_VALUE)
    ((tag, content),) = value.items()
    return _WRITERS[tag](content)


def decimal_of(number: str) -> str:
    """Returns the decimal of a number. number: canonical, so a plain decimal form."""
    sign = "-" if number[0] == "-" else ""
    whole, _, fraction = number.removeprefix("-").partition(".")
    if not fraction:
        digits = whole.rstrip("0")
        zeros = len(whole) - len(digits)
        if zeros and digits:
            return f"{sign}{digits}d{zeros}"
        return f"{number}."
    digits = fraction.lstrip("0")
    if whole == "0" and len(fraction) - len(digits) > _SMALL_ZEROS:
        return f"{sign}{digits}d-{len(fraction)}"
    return number


@lru_cache(_NAMES_CACHED)
def symbol_of(name: str) -> str:
    """Returns the symbol of an attribute name."""
    if _is_identifier(name) and name not in _KEYWORDS:
        return name
    return "'" + _escaped(name)[1:-1].replace("'", "\\'") + "'"


def _escaped(text: str) -> str:
    return orjson.dumps(text).decode()


def _blob(content: str) -> str:
    return "{{" + content + "}}"


def _bool(content: bool) -> str:
    return "true" if content else "false"


def _null(content: object) -> str:
    return "null"


def _list(content: list[AttributeValue]) -> str:
    elements = []
    for each in content:  # no comprehension, which would add a stack frame
        elements.append(value_of(each))
    return "[" + ",".join(elements) + "]"


def _set(annotation: str, write: Callable[[str], str]) -> Callable[[list[str]], str]:
    def written(content: list[str]) -> str:
        spend(len(content))
        return f"${annotation}::[" + ",".join([write(each) for each in content]) + "]"

    return written


# What is written for each data type. Numbers are the most frequent after strings.
_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "S": _escaped,
    "N": decimal_of,
    "BOOL": _bool,
    "B": _blob,
    "NULL": _null,
    "L": _list,
    "M": struct_of,
    "SS": _set("dynamodb_SS", _escaped),
    "NS": _set("dynamodb_NS", decimal_of),
    "BS": _set("dynamodb_BS", _blob),
}
