"""The check of a whole request, and the one answer for all its faults.

Recorded answers (October 2026) show two generations of wording. The older one is used if a required
member is absent, if a value is so deep that the older layer of the service reads it first, or if a
number loses its fraction or does not fit into 32 bits. Every other request is answered in the
current one.

Each generation looks for faults in stages, and reports the faults of the first stage that has any.
In the older one the last stage are the constraints that are `late`: the form of the names of
tables. The stages of the current one are an argument of `Request` (dynoxide's captures, October
2026).
"""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final, Generic, TypeVar, cast

from jedlik.core import limits
from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.pauses import spend
from jedlik.wire.shapes.attribute_value import OlderLayerValue
from jedlik.wire.shapes.faults import Fault, Path
from jedlik.wire.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.wire.shapes.structure import Member, member_faults, refused_members, take_nulls_away

# How deep a value, or a map of values, may be in a request: a legacy condition has lists of them.
_VALUE_LEVELS: Final = 6

# More than are reported. It limits the work for a list with a million faults.
_FAULTS_PER_MEMBER: Final = 1000

R = TypeVar("R", bound=Mapping[str, object])

# Names of members, in the order in which the current generation reports their faults.
Stages = tuple[tuple[str, ...], ...]
Found = list[tuple[Member, Fault]]


class Request(Generic[R]):
    """The declared members of the requests of an operation. R is their static type.

    `check(request)` takes the decoded JSON, changes it in place (see `shape`), and returns it. It
    raises Reject if a type is wrong or a constraint does not hold. It does not change members that
    are not declared.

    is_signed: whether a request needs a signature.
    stages: the stages of the current generation. Members that are not in them are the last stage.
        Empty: the stages are those of the older generation.
    before_late: a rule across members that comes before the constraints that are late. It raises
        Reject. It is called only if such a constraint does not hold; the operation checks the rule
        of every request.
    """

    def __init__(
        self,
        *members: Member,
        is_signed: bool = True,
        stages: Stages = (),
        before_late: Callable[[R], object] | None = None,
    ) -> None:
        self.members: Final = members
        self.is_signed = is_signed
        # Each stage has the names of its members, in the order in which their faults are reported.
        self._has_stages = bool(stages)
        listed = [name for names in stages for name in names]
        rest = tuple(member.name for member in members if member.name not in listed)
        self._stages: Stages = (*stages, rest)
        self._before_late = before_late
        self.check = self._compiled()

    def refuse(self, request: R) -> None:
        """Raises Reject if the request has a member that needs what Jedlik does not have.

        An operation whose request declares such a member calls it after its own checks.
        """
        for path, capability in refused_members(self.members, cast("dict[str, object]", request)):
            raise invalid(f"{REQUEST_INVALID}Jedlik does not have {capability} yet; omit {path}")

    def _compiled(self) -> Callable[[object], R]:
        required = frozenset(member.name for member in self.members if member.required)
        compiled = {
            member.name: (member.shape.type_check(inside=False), member.shape.holds())
            for member in self.members
        }

        def check(request: object) -> R:
            if not isinstance(request, dict):
                raise malformed(UNEXPECTED_VALUE)
            members = cast("dict[str, object]", request)
            sound = True
            is_cut = False
            for name, value in members.items():
                spend(1)
                if name not in compiled or value is None:
                    continue
                type_check, holds = compiled[name]
                read = type_check(value)
                if read is not value:
                    members[name] = read
                    is_cut = is_cut or type(read) is int
                if holds is not None and not holds(read):
                    sound = False
            take_nulls_away(members)
            if not sound or not required <= members.keys():
                rejection = self._rejection(members, is_cut)
                if rejection is not None:
                    raise rejection
            return cast(R, members)

        return check

    def _rejection(self, request: dict[str, object], is_cut: bool) -> Reject | None:
        """Returns the answer to a request whose constraints do not all hold. It is None if the
        operation checks these constraints later.

        is_cut: whether a number was changed to fit its type.
        """
        found = self._faults(request)
        absent = [fault for _, fault in found if fault.missing]
        for fault in absent:
            if fault.bare:
                return invalid(fault.current)
        if absent or is_cut or is_too_deep(request):
            faults = [fault for _, fault in found if fault.checked_by != "current"]
            faults = self._first_stage(faults, request)
            return together([fault.older for fault in faults]) if faults else None
        return self._current([each for each in found if each[1].checked_by != "older"], request)

    def _current(self, found: Found, request: dict[str, object]) -> Reject | None:
        """Returns the answer of the current generation, None if there are no faults."""
        stages = [
            [fault for name in names for member, fault in found if member.name == name]
            for names in self._stages
        ]
        faults = [fault for stage in stages for fault in stage if fault.alone]
        if not faults:
            faults = next((stage for stage in stages if stage), [])
            if not self._has_stages:
                faults = self._first_stage(faults, request)
        for fault in faults:
            if fault.bare:
                return invalid(fault.current)
        return together([fault.current for fault in faults]) if faults else None

    def _first_stage(self, faults: list[Fault], request: dict[str, object]) -> list[Fault]:
        """Returns the faults of the first stage of the older generation that has any."""
        on_time = [fault for fault in faults if not fault.late]
        if faults and not on_time and self._before_late is not None:
            self._before_late(cast(R, request))
        return on_time or faults

    def _faults(self, request: dict[str, object]) -> Found:
        """Returns the faults of a request, each with the member in which it is."""
        return [
            (member, fault)
            for member in self.members
            for fault in islice(member_faults(member, request, Path()), _FAULTS_PER_MEMBER)
        ]


def together(sentences: list[str]) -> Reject:
    """Returns one answer for several faults. The service counts and reports at most ten."""
    reported = sentences[: limits.CONSTRAINT_ERRORS]
    count = f"{len(reported)} validation error{'s' if len(reported) > 1 else ''} detected: "
    return invalid(count + "; ".join(reported))


def is_for_older_layer(request: object) -> bool:
    """Returns whether the older layer of the service reads a request whose types were checked."""
    return is_too_deep(request) or _has_older_layer_value(request)


def is_too_deep(request: object) -> bool:
    """Returns whether the JSON of a request is deeper than the current layer reads."""
    levels = 0
    inside = [request]
    while inside and levels <= limits.CURRENT_LAYER_JSON_LEVELS:
        levels += 1
        deeper: list[object] = []
        for outer in inside:
            spend(1)
            members = outer.values() if isinstance(outer, dict) else cast("list[object]", outer)
            for member in members:
                spend(1)
                if isinstance(member, (dict, list)):
                    deeper.append(member)
        inside = deeper
    return levels > limits.CURRENT_LAYER_JSON_LEVELS


def _has_older_layer_value(request: object) -> bool:
    """Returns whether the request has an OlderLayerValue."""
    inside = [request]
    for _ in range(_VALUE_LEVELS):
        deeper: list[object] = []
        for outer in inside:
            spend(1)
            if isinstance(outer, OlderLayerValue):
                return True
            if isinstance(outer, dict):
                deeper += outer.values()
            elif isinstance(outer, list):
                deeper += outer
        inside = deeper
    return False
