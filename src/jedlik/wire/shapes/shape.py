"""What a shape is: the rules for one JSON value, turned once into closures that check values.

A shape does four things. `type_check` and `holds` make closures that run for every request.
`faults` and `echo` run only for a request that is refused.

`type_check` also changes a value in place as the service's deserializer does: it removes members
that are null, reads "true" as true for a Boolean, and reads 1.5 as 1 for an Integer.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Never, cast

from jedlik.core.types.constraints import Constraint
from jedlik.wire.shapes.faults import Fault, Path

TypeCheck = Callable[[object], object]  # returns the value as it is read; raises Reject
Holds = Callable[[object], bool]  # whether every constraint holds for a value of the right type


class Shape(ABC):
    """The rules for the value of one member."""

    java_type: str  # the class of the service's model, as deserialization errors print it

    @abstractmethod
    def type_check(self, *, inside: bool) -> TypeCheck:
        """Make the check of JSON types; `inside`: for an element of a list or map."""

    def holds(self) -> Holds | None:
        """Make the check of constraints; None if there are none."""
        return None

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """The faults of a value of the right type, in order."""
        return iter(())

    def echo(self, value: object) -> str:
        """The value as the service prints it in an error."""
        return str(value)

    @property
    def empty(self) -> object:
        """The value that null means inside a list or map; None if it means no value."""
        return None


def all_hold(constraints: tuple[Constraint[Never], ...]) -> Holds | None:
    """One closure that checks all of `constraints`."""
    compiled: Holds | None = None
    for constraint in constraints:
        compiled = both(compiled, cast("Holds", constraint.holds))
    return compiled


def both(first: Holds | None, second: Holds | None) -> Holds | None:
    """One closure that checks two, each of them a check or None."""
    if first is None or second is None:
        return first or second
    return lambda value: first(value) and second(value)
