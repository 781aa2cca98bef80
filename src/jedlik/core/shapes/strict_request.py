"""A request whose body the service reads with a strict parser, before anything else is checked.

Texts: recorded answers, October 2026. They end in the column where the parser stopped in the body;
it is counted here as if the body had no needless blanks.
"""

from collections.abc import Mapping
from typing import cast

import orjson

from jedlik.core.errors import invalid
from jedlik.core.shapes.request import Request
from jedlik.core.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.core.shapes.structure import Member


class StrictRequest(Request):
    """Refuses required members that are null, then those that are absent, then what others do."""

    def __init__(self, name: str, expected: Mapping[str, str], *members: Member) -> None:
        """expected: what the parser calls each required member, in the order it misses them."""
        super().__init__(name, *members)
        check_members = self.check

        def check(request: object) -> None:
            if not isinstance(request, dict):
                raise malformed(UNEXPECTED_VALUE)
            members = cast("dict[str, object]", request)
            _refuse_nulls(members, expected)
            _refuse_absent(members, expected)
            check_members(members)

        self.check = check


def _refuse_nulls(members: dict[str, object], expected: Mapping[str, str]) -> None:
    before: dict[str, object] = {}
    for name, value in members.items():
        before[name] = value
        if value is None and name in expected:
            column = _length(before) - 1
            raise malformed(
                f"invalid type: null, expected {expected[name]} at line 1 column {column}"
            )


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
