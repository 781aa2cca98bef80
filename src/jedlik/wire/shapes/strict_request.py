"""A request whose body the service reads with a strict parser, before anything else is checked.

Texts: recorded answers, October 2026. They end in the column where the parser stopped in the body;
it is counted here as if the body had no needless blanks.
"""

from collections.abc import Callable, Mapping
from typing import Final, cast

import orjson

from jedlik.core.errors import invalid
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.wire.shapes.structure import Member

_I32: Final = range(-(1 << 31), 1 << 31)
# What the parser takes for each of what it expects.
_IS: Final[Mapping[str, Callable[[object], bool]]] = {
    "a string": lambda value: isinstance(value, str),
    "a sequence": lambda value: isinstance(value, list),
    "i32": lambda value: value.__class__ is int and value in _I32,
}


class StrictRequest(Request):
    """Refuses required members of another type, then those that are absent, then what others do."""

    def __init__(self, name: str, expected: Mapping[str, str], *members: Member) -> None:
        """expected: what the parser calls each required member, in the order it misses them."""
        super().__init__(name, *members)
        check_members = self.check

        def check(request: object) -> None:
            if not isinstance(request, dict):
                raise malformed(UNEXPECTED_VALUE)
            members = cast("dict[str, object]", request)
            _refuse_others(members, expected)
            _refuse_absent(members, expected)
            check_members(members)

        self.check = check


def _refuse_others(members: dict[str, object], expected: Mapping[str, str]) -> None:
    before: dict[str, object] = {}
    for name, value in members.items():
        if name in expected and not _IS[expected[name]](value):
            # The parser does not go into what it does not expect.
            column = _length({**before, name: None}) - len("null}") + _column(value)
            is_range = value.__class__ is int and expected[name] == "i32"
            raise malformed(
                f"invalid {'value' if is_range else 'type'}: {_named(value)}, expected "
                f"{expected[name]} at line 1 column {column}"
            )
        before[name] = value


def _column(value: object) -> int:
    return 0 if isinstance(value, dict | list) else len(orjson.dumps(value))


def _named(value: object) -> str:
    """A value as the parser names it. Only null is recorded; the rest is how serde, whose words
    these are, names the others.
    """
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "map" if isinstance(value, dict) else "sequence"
    text = orjson.dumps(value).decode()
    if isinstance(value, str):
        return f"string {text}"
    if isinstance(value, bool):
        return f"boolean `{text}`"
    if isinstance(value, float):
        return f"floating point `{text}`"
    return f"integer `{text}`"


def _refuse_absent(members: dict[str, object], expected: Mapping[str, str]) -> None:
    for name in expected:
        if name not in members:
            column = _length(members)
            raise invalid(f"missing field `{name}` at line 1 column {column}")


def _length(members: dict[str, object]) -> int:
    """How long the members are in JSON. Values too deep to be written again count as empty."""
    try:
        return len(orjson.dumps(members))
    except orjson.JSONEncodeError:
        return len(orjson.dumps({name: {} for name in members}))
