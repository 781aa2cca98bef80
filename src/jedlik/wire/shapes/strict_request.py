"""The check of a body that the service reads with a strict parser before any other check.

Source of the texts: recorded answers, October 2026. They end with the column of the body at which
the parser stopped. The column is counted here as if the body had no unnecessary blanks.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar, cast

import orjson

from jedlik.core.errors import invalid
from jedlik.core.types.echo import clipped
from jedlik.wire.shapes.faults import Fault
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Integer, String
from jedlik.wire.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Member

_I32: Final = range(-(1 << 31), 1 << 31)
# The name that the parser gives to the type that it expects for a shape.
_EXPECTED: Final[Mapping[type[Shape], str]] = {
    String: "a string",
    List: "a sequence",
    Integer: "i32",
}
# Whether the parser accepts a JSON value for a type with that name.
_IS: Final[Mapping[str, Callable[[object], bool]]] = {
    "a string": lambda value: isinstance(value, str),
    "a sequence": lambda value: isinstance(value, list),
    "i32": lambda value: value.__class__ is int and value in _I32,
}

R = TypeVar("R", bound=Mapping[str, object])


class StrictRequest(Request[R]):
    """Reports first a required member of the wrong type, then an absent one, then all other faults.

    order: the required members in the order in which the parser looks for absent ones.
    """

    def __init__(self, order: tuple[str, ...], *members: Member) -> None:
        super().__init__(*members)
        shapes = {member.name: member.shape for member in members if member.required}
        if set(order) != shapes.keys():
            raise TypeError(f"{order} are not the required members {list(shapes)}")
        expected = {name: _EXPECTED[type(shapes[name])] for name in order}
        check_members = self.check

        def check(request: object) -> R:
            if not isinstance(request, dict):
                raise malformed(UNEXPECTED_VALUE)
            given = cast("dict[str, object]", request)
            _refuse_other_types(given, expected)
            _refuse_absent(given, expected)
            return check_members(given)

        self.check = check

    def _sentence(self, fault: Fault) -> str:
        """Returns the generic sentence, which this operation uses for every constraint.

        Source: aws-sdk-java-v2, SearchVectorsIntegrationTestBase.java, for TopK and SearchVector.
        """
        return fault.generic


def _refuse_other_types(given: dict[str, object], expected: Mapping[str, str]) -> None:
    before: dict[str, object] = {}
    for name, value in given.items():
        if name in expected and not _IS[expected[name]](value):
            # The parser stops at the beginning of a collection that it does not expect.
            column = _length({**before, name: None}) - len("null}") + _column(value)
            is_range = value.__class__ is int and expected[name] == "i32"
            raise malformed(
                f"invalid {'value' if is_range else 'type'}: {_named(value)}, expected "
                f"{expected[name]} at line 1 column {column}"
            )
        before[name] = value


def _column(value: object) -> int:
    return 0 if isinstance(value, (dict, list)) else len(orjson.dumps(value))


def _named(value: object) -> str:
    """Returns the name that the parser gives to a value. Only that of null is recorded. The other
    names are those of serde, a parser that uses these sentences.
    """
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


def _refuse_absent(given: dict[str, object], expected: Mapping[str, str]) -> None:
    for name in expected:
        if name not in given:
            column = _length(given)
            raise invalid(f"missing field `{name}` at line 1 column {column}")


def _length(members: dict[str, object]) -> int:
    """Returns the length of the members in JSON. Values too deep to encode count as empty."""
    try:
        return len(orjson.dumps(members))
    except orjson.JSONEncodeError:
        return len(orjson.dumps({name: {} for name in members}))
