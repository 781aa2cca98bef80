"""Writes the answers of query APIs as XML.

An answer is written along its shape, so that only members of the model are sent, in the order of
the model. XML 1.0 cannot contain most control characters, not even escaped. They are replaced by
U+FFFD, as no member that the model allows may contain them.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, cast

from jedlik.core.pauses import spend
from jedlik.wire.shapes.scalars import Boolean, Timestamp
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Map, Member, Structure

_SPECIAL: Final = re.compile(r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}
_REPLACEMENT: Final = "\ufffd"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Tags(NamedTuple):
    """The names of elements inside a list or map, and how many digits a second has."""

    element: str
    entry: str
    key: str
    value: str
    second_digits: int


def escaped(text: str) -> str:
    """Returns a text as the content of an element."""
    return _SPECIAL.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    return _REFERENCES.get(found[0], _REPLACEMENT)


def write_members(
    parts: list[str], values: Mapping[str, object], members: Iterable[Member], tags: Tags
) -> None:
    """Appends the members of a structure to `parts`, without those that are None."""
    for member in members:
        value = values.get(member.name)
        if value is not None:
            _write(parts, member.shown_name, value, member.shape, tags)


def _write(parts: list[str], name: str, value: object, shape: Shape, tags: Tags) -> None:
    spend(1)
    parts.append(f"<{name}>")
    if isinstance(shape, Structure):
        write_members(parts, cast("Mapping[str, object]", value), shape.members, tags)
    elif isinstance(shape, List):
        for element in cast("Iterable[object]", value):
            _write(parts, tags.element, element, shape.element, tags)
    elif isinstance(shape, Map):
        for key, entry in cast("Mapping[str, object]", value).items():
            parts.append(f"<{tags.entry}><{tags.key}>{escaped(key)}</{tags.key}>")
            _write(parts, tags.value, entry, shape.value, tags)
            parts.append(f"</{tags.entry}>")
    else:
        parts.append(_text(value, shape, tags))
    parts.append(f"</{name}>")


def _text(value: object, shape: Shape, tags: Tags) -> str:
    if isinstance(value, str):
        return escaped(value)
    if isinstance(shape, Boolean):
        return "true" if value else "false"
    if isinstance(shape, Timestamp):
        return _date(cast(float, value), tags.second_digits)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return str(cast(int, value))


def _date(seconds: float, digits: int) -> str:
    """Returns Unix time as a date in ISO 8601."""
    moment = _EPOCH + timedelta(seconds=seconds)
    fraction = f".{moment.microsecond // 1000:03}" if digits else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"
