"""The check of a body that the service reads with a strict parser before any other check.

Source of the texts: recorded answers and dynoxide's captures, October 2026. They end with the
column of the body at which the parser stopped. The column is counted here as if the body had no
unnecessary blanks.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar, cast

import orjson

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.pauses import spend
from jedlik.core.types.echo import clipped
from jedlik.wire.shapes.attribute_value import AttributeMap, AttributeValueShape
from jedlik.wire.shapes.request import Found, Request, is_too_deep, together
from jedlik.wire.shapes.scalars import Integer, String
from jedlik.wire.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Map, Member

_STRING: Final = "a string"
_BASE64: Final = "a Base64-encoded string"
_BOOLEAN: Final = "a boolean"
_SEQUENCE: Final = "a sequence"
_MAP: Final = "a map"
_INTEGER: Final = "i32"


def _is_i32(value: object) -> bool:
    """Returns whether the parser reads a number as one of 32 bits. It may be written as 2.0."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return -(1 << 31) <= value < 1 << 31 and value == int(value)


# Whether the parser accepts a JSON value for a type with that name.
_IS: Final[Mapping[str, Callable[[object], bool]]] = {
    _STRING: lambda value: isinstance(value, str),
    _BASE64: lambda value: isinstance(value, str),
    _BOOLEAN: lambda value: isinstance(value, bool),
    _SEQUENCE: lambda value: isinstance(value, list),
    _MAP: lambda value: isinstance(value, dict),
    _INTEGER: _is_i32,
}
# What the parser expects as the content of a value, and in it, by data type. It knows types that
# the API does not have.
_CONTENTS: Final[Mapping[str, tuple[str, str]]] = {
    "B": (_BASE64, ""),
    "BOOL": (_BOOLEAN, ""),
    "BS": (_SEQUENCE, _BASE64),
    "DECIMAL": (_STRING, ""),
    "DECIMALSET": (_SEQUENCE, _STRING),
    "DOUBLE": (_STRING, ""),
    "DOUBLESET": (_SEQUENCE, _STRING),
    "INT": (_STRING, ""),
    "INTSET": (_SEQUENCE, _STRING),
    "L": (_SEQUENCE, "value"),
    "M": (_MAP, "value"),
    "N": (_STRING, ""),
    "NS": (_SEQUENCE, _STRING),
    "NULL": (_BOOLEAN, ""),
    "S": (_STRING, ""),
    "SS": (_SEQUENCE, _STRING),
}
_VARIANTS: Final = ", ".join(f"`{tag}`" for tag in _CONTENTS)

R = TypeVar("R", bound=Mapping[str, object])


class StrictRequest(Request[R]):
    """Reports first a value of the wrong type, then an absent member, then other faults.

    order: the required members in the order in which the parser looks for absent ones.
    """

    def __init__(self, order: tuple[str, ...], *members: Member) -> None:
        super().__init__(*members)
        required = {member.name for member in members if member.required}
        if set(order) != required:
            raise TypeError(f"{order} are not the required members {sorted(required)}")
        expected = {member.name: _expected(member.shape) for member in members}
        check_members = self.check

        def check(request: object) -> R:
            if not isinstance(request, dict):
                raise malformed(UNEXPECTED_VALUE)
            given = cast("dict[str, object]", request)
            kinds = {
                name: expected[name]
                for name, value in given.items()
                if name in expected and (value is not None or name in order)
            }
            if not _is_plain(given, kinds) and not is_too_deep(given):
                _Parser(kinds).read(given)
            for name in order:
                if name not in given:
                    raise invalid(f"missing field `{name}` at line 1 column {_length(given)}")
            return check_members(given)

        self.check = check

    def _current(self, found: Found, request: dict[str, object]) -> Reject | None:
        """Returns the faults of required members in the generic wording, or one other fault.

        A late fault, and one of a member that is not required, is answered in the older wording and
        without the envelope. Sources: aws-sdk-java-v2, SearchVectorsIntegrationTestBase.java, for
        TopK and SearchVector; dynoxide's captures, October 2026.
        """
        early = [fault.generic for member, fault in found if member.required and not fault.late]
        if early:
            return together(early)
        late = [fault for _, fault in found if fault.late] or [fault for _, fault in found]
        return invalid(late[0].older)


def _expected(shape: Shape) -> tuple[str, str]:
    """Returns what the parser expects for a shape, and for the values in it."""
    if isinstance(shape, Integer):
        return (_INTEGER, "")
    if isinstance(shape, AttributeMap):
        return (_MAP, "value")
    if isinstance(shape, (List, Map)):
        inner = shape.element if isinstance(shape, List) else shape.value
        is_value = isinstance(inner, AttributeValueShape)
        kind = _SEQUENCE if isinstance(shape, List) else _MAP
        return (kind, "value" if is_value else _expected(inner)[0])
    if isinstance(shape, String):
        return (_STRING, "")
    raise TypeError(f"the strict parser has no name for {shape.java_type}")


def _is_plain(given: dict[str, object], kinds: Mapping[str, tuple[str, str]]) -> bool:
    """Returns whether it is certain, at a glance, that the parser accepts the members in `kinds`.

    Nearly every value is a number or a text.
    """
    for name, (kind, inner) in kinds.items():
        value = given[name]
        if not _IS[kind](value):
            return False
        if not inner:
            continue
        elements = cast("Iterable[object]", value.values() if isinstance(value, dict) else value)
        if inner == "value":
            for element in elements:
                spend(1)
                if not isinstance(element, dict) or len(element) != 1:
                    return False
                if not isinstance(element.get("N", element.get("S")), str):
                    return False
        elif not all(map(_IS[inner], elements)):
            return False
    return True


class _Parser:
    """Reads a body as the strict parser does. Every method raises Reject at the first fault.

    The recursion has a bound: the body is not too deep.

    kinds: what the parser expects for a member, and for the values in it. It skips other members.
    """

    def __init__(self, kinds: Mapping[str, tuple[str, str]]) -> None:
        self._kinds = kinds
        self._column = 0  # how many characters are read

    def read(self, given: dict[str, object]) -> None:
        """Reads all members."""
        self._column += 1
        for name, value in given.items():
            self._column += len(orjson.dumps(name)) + 1
            if name in self._kinds:
                kind, inner = self._kinds[name]
                self._content(value, kind, inner)
            else:
                self._column += len(orjson.dumps(value))
            self._column += 1

    def _content(self, content: object, kind: str, inner: str) -> None:
        """Reads a scalar, or a collection of values or scalars.

        kind, inner: what the parser expects, and what it expects inside.
        """
        if not _IS[kind](content):
            raise self._unexpected(content, kind)
        if not isinstance(content, (dict, list)):
            self._column += len(orjson.dumps(content))
            return
        self._column += 1
        for each in content:
            element: object = each
            if isinstance(content, dict):
                self._column += len(orjson.dumps(each)) + 1
                element = content[each]
            if inner == "value":
                self._value(element)
            else:
                self._content(element, inner, "")
            self._column += 1
        if not content:
            self._column += 1

    def _value(self, value: object) -> None:
        """Reads an attribute value."""
        spend(1)
        if isinstance(value, str):
            self._column += len(orjson.dumps(value))
            raise self._unknown(value)
        if not isinstance(value, dict) or not value:
            raise Reject(ServiceError("SerializationException", None))
        tag = next(iter(value))
        self._column += 1 + len(orjson.dumps(tag))
        if tag not in _CONTENTS:
            raise self._unknown(tag)
        self._column += 1
        kind, inner = _CONTENTS[tag]
        self._content(value[tag], kind, inner)
        if len(value) > 1:
            raise Reject(ServiceError("SerializationException", None))
        self._column += 1

    def _unknown(self, tag: str) -> Reject:
        return invalid(
            f"unknown variant `{clipped(tag)}`, expected one of {_VARIANTS} "
            f"at line 1 column {self._column}"
        )

    def _unexpected(self, value: object, expected: str) -> Reject:
        """Returns the error for a value of another type.

        The parser stops at the beginning of a collection that it does not expect. The member of the
        message is `message` in this operation alone.
        """
        if not isinstance(value, (dict, list)):
            self._column += len(orjson.dumps(value))
        sentence = f"{_named(value)}, expected {expected} at line 1 column {self._column}"
        if type(value) is int and expected == _INTEGER:
            return invalid(f"invalid value: {sentence}")
        fields = {"message": f"invalid type: {sentence}"}
        return Reject(ServiceError("SerializationException", None, fields))


def _named(value: object) -> str:
    """Returns the name that the parser gives to a value."""
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return "map" if isinstance(value, dict) else "sequence"
    text = orjson.dumps(value).decode()
    if isinstance(value, str):
        return f"string {clipped(text)}"
    if isinstance(value, bool):
        return f"boolean `{text}`"
    if isinstance(value, float):
        return f"floating point `{text}`"
    return f"integer `{text}`"


def _length(members: dict[str, object]) -> int:
    """Returns the length of the members in JSON. Values too deep to encode count as empty."""
    try:
        return len(orjson.dumps(members))
    except orjson.JSONEncodeError:
        return len(orjson.dumps({name: {} for name in members}))
