"""Shapes of values that contain other values: List, Map, Structure."""

from collections.abc import Callable, Iterable, Iterator, Sized
from functools import partial
from typing import Final, TypeVar, cast

import orjson

from jedlik.core.pauses import spend
from jedlik.core.types.constraints import NOT_NULL, WORKS, Constraint, Named, Reported, Support
from jedlik.core.types.disposal import dispose
from jedlik.core.types.echo import CUT, ECHO_CHARACTERS, listing
from jedlik.wire.shapes.faults import Fault, Path, broken, fault, missing, null
from jedlik.wire.shapes.serialization import MODEL_PACKAGE, not_list, not_map, not_structure
from jedlik.wire.shapes.shape import Holds, Shape, TypeCheck, all_hold, both

T = TypeVar("T")

_REPORTED: Final = Reported()


class List(Shape):
    """A list of elements of one shape.

    most: the greatest length that is accepted, None if every length is.
    """

    def __init__(
        self, element: Shape, *constraints: Constraint[Sized], most: int | None = None
    ) -> None:
        self.element = element
        self._element_holds = element.holds()
        self._constraints = constraints
        self._most = most_of(constraints) if most is None else most
        self.java_type = f"java.util.List<{element.java_type}>"

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check of the list and then of each element."""
        check_element = self.element.type_check(inside=True)
        empty = self.element.empty
        most = self._most

        def check(value: object) -> object:
            if not isinstance(value, list):
                raise not_list(value, inside=inside)
            if most is not None and len(value) > most:
                self._check_overlong(value, most, check_element)
                return value
            for at, element in enumerate(value):
                spend(1)
                value[at] = empty if element is None else check_element(element)
            return value

        return check

    def holds(self) -> Holds:
        """Returns a check of all constraints, the outermost first."""
        length_holds = all_hold(self._constraints)
        element_holds = self._element_holds

        def hold(value: object) -> bool:
            elements = cast("list[object]", value)
            if length_holds is not None and not length_holds(elements):
                return False
            for element in elements:
                spend(1)
                if element is None or not (element_holds is None or element_holds(element)):
                    return False
            return True

        return hold

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields its own faults first, then those of the values that it contains."""
        elements = cast("list[object]", value)
        for constraint in broken(self._constraints, elements):
            yield fault(constraint, path, partial(self.echo, elements))
        holds = self._element_holds
        for at, element in enumerate(elements, 1):
            spend(1)
            if element is None:
                yield fault(NOT_NULL, path.element(at), null)
            elif holds is not None and not holds(element):
                yield from self.element.faults(element, path.element(at))

    def echo(self, value: object) -> str:
        """Returns the elements in brackets."""
        return f"[{listing(map(self._echo_element, cast('list[object]', value)))}]"

    def _echo_element(self, element: object) -> str:
        return null() if element is None else self.element.echo(element)

    def _check_overlong(self, elements: list[object], most: int, check_element: TypeCheck) -> None:
        """Checks the first elements of a list that is too long, as many as an error can show.

        An error shows them as `echo` does, or as JSON. The list is cut after them. It is refused in
        any case, and it may have a million elements.
        """
        shown = 0
        for at, element in enumerate(elements):
            spend(1)
            if at > most and shown > ECHO_CHARACTERS + len(", "):
                rest = elements[at:]
                del elements[at:]
                dispose(rest)
                return
            elements[at] = self.element.empty if element is None else check_element(element)
            if shown <= ECHO_CHARACTERS + len(", "):
                printed = self._echo_element(elements[at])
                shown += min(len(printed), len(_json(elements[at]))) + len(",")


class Map(Shape):
    """A map from texts to values of one shape.

    constraints: on the number of entries. keys, values: on each key, and on each value.
    """

    def __init__(
        self,
        value: Shape,
        *constraints: Constraint[Sized],
        keys: Constraint[str] | None = None,
        values: Constraint[Sized] | None = None,
    ) -> None:
        self.value = value
        self._constraints = constraints
        self._keys = keys
        self._values = values
        self.java_type = f"java.util.Map<java.lang.String, {value.java_type}>"

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check of the map and then of each entry."""
        check_value = self.value.type_check(inside=True)
        empty = self.value.empty

        def check(value: object) -> object:
            if not isinstance(value, dict):
                raise not_map(value, self.java_type, inside=inside)
            for key, entry in value.items():
                spend(1)
                value[key] = empty if entry is None else check_value(entry)
            take_nulls_away(value)
            return value

        return check

    def holds(self) -> Holds | None:
        """Returns a check of all constraints, the outermost first."""
        map_holds = all_hold(self._constraints)
        key_holds = self._keys.holds if self._keys else None
        value_holds = both(
            cast("Holds", self._values.holds) if self._values else None, self.value.holds()
        )
        if map_holds is None and key_holds is None and value_holds is None:
            return None

        def hold(value: object) -> bool:
            entries = cast("dict[str, object]", value)
            return (
                (map_holds is None or map_holds(entries))
                and (key_holds is None or _each_holds(key_holds, entries))
                and (value_holds is None or _each_holds(value_holds, entries.values()))
            )

        return hold

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields its own faults first, then those of the values that it contains."""
        entries = cast("dict[str, object]", value)
        for constraint in broken(self._constraints, entries):
            yield fault(constraint, path, partial(self.echo, entries))
        if self._keys and not _each_holds(self._keys.holds, entries):
            yield fault(self._keys, path, partial(self.echo, entries))
        sized = cast("dict[str, Sized]", entries)
        if self._values and not _each_holds(self._values.holds, sized.values()):
            yield fault(self._values, path, partial(self.echo, entries))
        for key, entry in entries.items():
            spend(1)
            yield from self.value.faults(entry, path.entry(key))

    def echo(self, value: object) -> str:
        """Returns the entries as `{key=value}`."""
        entries = cast("dict[str, object]", value)
        printed = (f"{key}={self.value.echo(entry)}" for key, entry in entries.items())
        return "{" + listing(printed) + "}"


class JsonMap(Map):
    """A map that an error prints as JSON."""

    def echo(self, value: object) -> str:
        """Returns compact JSON with sorted names (dynoxide's captures, October 2026)."""
        return _json(value, orjson.OPT_SORT_KEYS)


class Member:
    """A member of a structure.

    sent_name, shown_name: its names in the requests and answers of a query API.
    missing: the current wording if it is required and absent.
    """

    __slots__ = (*("missing", "name", "required", "sent_name", "shape", "shown_name", "support"),)

    def __init__(  # noqa: PLR0913  (a value)
        self,
        name: str,
        shape: Shape,
        *,
        required: bool = False,
        reported: Reported = _REPORTED,
        support: Support = WORKS,
        named: Named | None = None,
    ) -> None:
        self.name: Final = name
        self.sent_name: Final = name if named is None else named.sent
        self.shown_name: Final = name if named is None else named.shown
        self.shape: Final = shape
        self.required: Final = required
        self.missing: Final = reported.absent
        self.support: Final = support


class Structure(Shape):
    """A structure: named members, in the order in which their faults are reported.

    name: the name of the structure in the model of the service.
    printed: the members in the order in which an error prints them. Empty: in their own order. It
    may contain members that the structure does not have, which are printed as null.
    """

    def __init__(self, name: str, *members: Member, printed: tuple[str, ...] = ()) -> None:
        self.java_type = MODEL_PACKAGE + name
        self.members: Final = members
        self._name = name
        self._printed = printed or tuple(member.name for member in members)

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check of the object and then of each declared member. It removes the others:
        the service ignores them, and parts of requests are stored.
        """
        checks = {member.name: member.shape.type_check(inside=False) for member in self.members}

        def check(value: object) -> object:
            if not isinstance(value, dict):
                raise not_structure(value, self.java_type, inside=inside)
            has_others = False
            for name, member in value.items():
                if name not in checks:
                    has_others = True
                elif member is not None:
                    value[name] = checks[name](member)
            if has_others:
                for name in value.keys() - checks.keys():
                    del value[name]
            take_nulls_away(value)
            return value

        return check

    def holds(self) -> Holds | None:
        """Returns a check of all constraints, the outermost first."""
        required = frozenset(member.name for member in self.members if member.required)
        compiled = [(member.name, member.shape.holds()) for member in self.members]
        constrained = [(name, hold) for name, hold in compiled if hold is not None]
        if not required and not constrained:
            return None

        def hold(value: object) -> bool:
            members = cast("dict[str, object]", value)
            return required <= members.keys() and all(
                name not in members or member_holds(members[name])
                for name, member_holds in constrained
            )

        return hold

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields its own faults first, then those of the values that it contains."""
        for member in self.members:
            yield from member_faults(member, cast("dict[str, object]", value), path)

    def echo(self, value: object) -> str:
        """Returns the members as `Name(member=value)`. The value of an absent member is null."""
        members = cast("dict[str, object]", value)
        shapes = {member.name: member.shape for member in self.members}
        printed = (
            f"{name[0].lower()}{name[1:]}="
            + (shapes[name].echo(members[name]) if name in members else "null")
            for name in self._printed
        )
        return f"{self._name}({listing(printed)})"


def _each_holds(holds: Callable[[T], bool], values: Iterable[T]) -> bool:
    """Returns whether a rule holds for all values. There may be a million of them."""
    for value in values:
        spend(1)
        if not holds(value):
            return False
    return True


def most_of(constraints: tuple[Constraint[Sized], ...]) -> int | None:
    """Returns the greatest length that constraints accept, None if they do not limit it."""
    return min((each.most for each in constraints if each.most is not None), default=None)


def _json(value: object, options: int = 0) -> str:
    try:
        return orjson.dumps(value, option=options).decode()
    except orjson.JSONEncodeError:  # orjson decodes deeper values than it can encode
        return "{" + CUT + "}"


def member_faults(member: Member, members: dict[str, object], path: Path) -> Iterator[Fault]:
    """Yields the faults of one member of a structure."""
    inside = path.member(member.name)
    if member.name in members:
        yield from member.shape.faults(members[member.name], inside)
    elif member.required:
        yield missing(inside, member.missing)


def refused_members(
    members: tuple[Member, ...], values: dict[str, object], path: str = ""
) -> Iterator[tuple[str, str]]:
    """Yields the path of each member that needs what Jedlik does not have, and the capability."""
    for member in members:
        if member.name not in values:
            continue
        inside = f"{path}{member.name}"
        if member.support.status == "refused":
            yield inside, member.support.capability
        else:
            yield from _refused_inside(member.shape, values[member.name], inside)


def _refused_inside(shape: Shape, value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(shape, Structure):
        yield from refused_members(shape.members, cast("dict[str, object]", value), f"{path}.")
    elif isinstance(shape, List):
        for element in cast("list[object]", value):
            yield from _refused_inside(shape.element, element, path)
    elif isinstance(shape, Map):
        for entry in cast("dict[str, object]", value).values():
            yield from _refused_inside(shape.value, entry, path)


def take_nulls_away(members: dict[str, object]) -> None:
    """Removes the members that are null. The service treats them as absent."""
    if None in members.values():
        for name in [name for name, member in members.items() if member is None]:
            del members[name]
