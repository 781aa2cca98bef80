"""A request: the structure at the top, which turns faults into the one answer they make.

Generations of wording (recorded answers, October 2026): a request is answered in the current one,
unless a required member is absent or a value is so deep that the older layer reads it first; then
every fault is worded in the older one. In the current generation some faults are reported alone.
"""

from collections.abc import Callable
from itertools import islice
from typing import Final, cast

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.wire.shapes.constraints import Path
from jedlik.wire.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.wire.shapes.structure import Member, Structure, member_faults, take_nulls_away

# Of more, none would be told.
_FAULTS_PER_MEMBER: Final = 1000


class Request(Structure):
    """The members of an operation's request.

    `check(request)` takes what the JSON codec gives, mends it in place (see `shape`), and raises
    Reject if it is not a sound request. Members that are not declared are left alone.
    """

    def __init__(self, name: str, *members: Member) -> None:
        super().__init__(name, *members)
        self.check = self._compiled()

    def _compiled(self) -> Callable[[object], None]:
        required = frozenset(member.name for member in self.members if member.required)
        compiled = {
            member.name: (member.shape.type_check(inside=False), member.shape.holds())
            for member in self.members
        }

        def check(request: object) -> None:
            if request.__class__ is not dict:
                raise malformed(UNEXPECTED_VALUE)
            members = cast("dict[str, object]", request)
            sound = True
            for name, value in members.items():
                if name not in compiled or value is None:
                    continue
                type_check, holds = compiled[name]
                mended = type_check(value)
                if mended is not value:
                    members[name] = mended
                if holds is not None and not holds(mended):
                    sound = False
            take_nulls_away(members)
            if not sound or not required <= members.keys():
                raise self._rejection(members)

        return check

    def _rejection(self, request: dict[str, object]) -> Reject:
        """The answer to a request whose constraints do not all hold."""
        found = [
            (member, fault)
            for member in self.members
            for fault in islice(member_faults(member, request, Path()), _FAULTS_PER_MEMBER)
        ]
        faults = [fault for _, fault in found]
        absent = [fault for fault in faults if fault.missing]
        for fault in absent:
            if fault.bare:
                return invalid(fault.current)
        if absent or is_too_deep(request):
            return _together([fault.older for fault in faults])
        faults = [fault for member, fault in found if not member.yields] or faults
        alone = next((fault for fault in faults if fault.alone or fault.bare), None)
        if alone is not None and alone.bare:
            return invalid(alone.current)
        return _together([fault.current for fault in ([alone] if alone else faults)])


def _together(sentences: list[str]) -> Reject:
    """Several faults in one answer; the service counts no more than ten."""
    told = sentences[: limits.CONSTRAINT_ERRORS]
    count = f"{len(told)} validation error{'s' if len(told) > 1 else ''} detected: "
    return invalid(count + "; ".join(told))


def is_too_deep(request: object) -> bool:
    """Whether the JSON of a request is deeper than the current layer reads."""
    levels = 0
    inside = [request]
    while inside and levels <= limits.CURRENT_LAYER_JSON_LEVELS:
        levels += 1
        inside = [
            member
            for outer in inside
            for member in (
                outer.values() if isinstance(outer, dict) else cast("list[object]", outer)
            )
            if isinstance(member, dict | list)
        ]
    return levels > limits.CURRENT_LAYER_JSON_LEVELS
