"""Reads the parameters of query APIs: `Tags.member.1.Key=a` becomes `{"Tags": [{"Key": "a"}]}`.

The shapes lead. The parameters of a member are grouped by the next part of their names, as deep as
its shape goes. So the work is proportional to the text of the request, whatever its names and
numbers are: an element has its place by the order of the numbers, and no list is filled up to them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from jedlik.core.errors import Reject
from jedlik.core.pauses import spend
from jedlik.core.types import base64
from jedlik.core.types.echo import clipped
from jedlik.wire.shapes.scalars import Blob, Boolean, Integer, String, Timestamp, to_boolean
from jedlik.wire.shapes.serialization import malformed
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Map, Member, Structure

# Texts of the service, see `wire.query_xml`.
_NOT_SCALAR: Final = "Start of list found where not expected"
_NOT_LIST: Final = "Unexpected list element termination"
_NOT_STRUCTURE: Final = "Unexpected complex element termination"
# No client sends more elements than these digits can count.
_NUMBER_DIGITS: Final = 9
_INTEGER_CHARACTERS: Final = 20  # of a number of 64 bits

# What remains of the name of a parameter, and its value.
_Rest = tuple[str, str]


class Naming(NamedTuple):
    """How a protocol names what is inside a list or map.

    element: comes before the number of an element. Empty if there is only the number.
    """

    element: str
    entry: str
    key: str
    value: str


def read_members(
    found: Iterable[_Rest], members: Iterable[Member], naming: Naming
) -> dict[str, object]:
    """Returns the members that parameters describe. Raises Reject if one has the wrong form."""
    groups = _grouped(found)
    read: dict[str, object] = {}
    for member in members:
        rests = groups.get(member.sent_name)
        if rests is not None:
            read[member.name] = _value(rests, member.shape, naming)
    return read


def _grouped(found: Iterable[_Rest]) -> dict[str, list[_Rest]]:
    groups: dict[str, list[_Rest]] = {}
    for name, text in found:
        spend(1)
        first, _, rest = name.partition(".")
        group = groups.get(first)
        if group is None:
            groups[first] = [(rest, text)]
        else:
            group.append((rest, text))
    return groups


def _value(rests: list[_Rest], shape: Shape, naming: Naming) -> object:
    if isinstance(shape, List):
        if _is_empty(rests, _NOT_LIST):
            return []
        element = shape.element
        return [_value(each, element, naming) for each in _elements(rests, naming.element)]
    if isinstance(shape, Structure):
        if _is_empty(rests, _NOT_STRUCTURE):
            return {}
        return read_members(rests, shape.members, naming)
    if isinstance(shape, Map):
        if _is_empty(rests, _NOT_LIST):
            return {}
        return dict(_entry(each, shape, naming) for each in _elements(rests, naming.entry))
    return scalar(_single(rests), shape)


def _is_empty(rests: list[_Rest], refusal: str) -> bool:
    """Returns whether the value of a list, structure or map was sent as an empty text.

    Clients write an empty list so: `Tags=`.
    """
    for name, text in rests:
        if not name:
            if text or len(rests) > 1:
                raise malformed(refusal)
            return True
    return False


def _elements(rests: list[_Rest], step: str) -> list[list[_Rest]]:
    """Returns what remains of the names of each element, in order of the numbers."""
    if step:
        groups = _grouped(rests)
        if groups.keys() != {step}:
            raise malformed(_NOT_LIST)
        rests = groups[step]
    numbered: dict[int, list[_Rest]] = {}
    for written, group in _grouped(rests).items():
        if not written:
            raise malformed(_NOT_LIST)
        if not (written.isascii() and written.isdigit() and len(written) <= _NUMBER_DIGITS):
            raise malformed(f"'{clipped(written)}' is not the number of a list element")
        numbered.setdefault(int(written), []).extend(group)
    return [numbered[number] for number in sorted(numbered)]


def _entry(rests: list[_Rest], shape: Map, naming: Naming) -> tuple[str, object]:
    groups = _grouped(rests)
    if groups.keys() != {naming.key, naming.value}:
        raise malformed(_NOT_STRUCTURE)
    return _single(groups[naming.key]), _value(groups[naming.value], shape.value, naming)


def _single(rests: list[_Rest]) -> str:
    """Returns the text of a value that has no parts."""
    for name, _ in rests:
        if name:
            raise malformed(_NOT_SCALAR)
    if len(rests) > 1:
        raise malformed("A parameter of the request occurs more than once")
    return rests[0][1]


def scalar(text: str, shape: Shape) -> object:
    """Returns the value that a text means for a shape without parts. Raises Reject."""
    if isinstance(shape, String):
        return text
    if isinstance(shape, Boolean):
        return to_boolean(text)
    if isinstance(shape, Integer):
        return _integer(text)
    if isinstance(shape, Timestamp):
        return _seconds(text)
    assert isinstance(shape, Blob), shape
    if base64.fault(text) is not None:
        raise malformed("A value of the request is not in base64")
    return base64.bytes_of(text)


def _integer(text: str) -> int:
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not (digits.isascii() and digits.isdigit() and len(text) <= _INTEGER_CHARACTERS):
        raise _not(text, "a whole number")
    return int(text)


def _seconds(text: str) -> float:
    """Returns the Unix time of a date in ISO 8601, or of a number of seconds."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise _not(text, "a date in ISO 8601") from None


def _not(text: str, kind: str) -> Reject:
    return malformed(f"'{clipped(text)}' is not {kind}")
