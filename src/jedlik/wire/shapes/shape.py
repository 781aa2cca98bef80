"""The interface of a shape: the rules for one JSON value.

A shape has four methods. `type_check` and `holds` run once and return closures, which then check
every request. `faults` and `echo` run only for a request that is refused.

`type_check` also changes a value in place as the service's deserializer does: it removes members
that are null, reads "true" as true for a Boolean, and reads 1.5 as 1 for an Integer.
"""

from collections.abc import Callable, Iterator
from typing import Never, cast

from jedlik.core.types.constraints import Constraint
from jedlik.wire.shapes.faults import Fault, Path

TypeCheck = Callable[[object], object]  # returns the value that the service reads; raises Reject
Holds = Callable[[object], bool]  # returns whether a value of the right type has no fault


class Shape:
    """The rules for the value of one member."""

    java_type: str  # the class of the service's model, as deserialization errors print it

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns the check of JSON types.

        inside: whether the value is an element of a list or map.
        """
        raise NotImplementedError

    def holds(self) -> Holds | None:
        """Returns the check of constraints, None if there are none."""
        return None

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields the faults of a value of the right type, in order."""
        return iter(())

    def echo(self, value: object) -> str:
        """Returns the text of a value in an error of the service."""
        return str(value)

    @property
    def empty(self) -> object:
        """Returns the value that null means inside a list or map, None if it means no value."""
        return None


def all_hold(constraints: tuple[Constraint[Never], ...]) -> Holds | None:
    """Returns one closure that checks all of `constraints`."""
    compiled: Holds | None = None
    for constraint in constraints:
        compiled = both(compiled, cast("Holds", constraint.holds))
    return compiled


def both(first: Holds | None, second: Holds | None) -> Holds | None:
    """Returns one closure that does both checks. Each of them may be None."""
    if first is None or second is None:
        return first or second
    return lambda value: first(value) and second(value)
