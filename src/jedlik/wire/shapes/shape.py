"""Shapes: the declaration of a request, compiled once to closures that check it.

A shape does four things with a JSON value: `type_check` and `holds` compile to closures that run
for every request; `faults` and `echo` are read only once something is wrong.

`type_check` also mends what the service's deserializer mends, in place: members that are null are
taken away, "true" becomes true where a Boolean is meant, 1.5 becomes 1 where an Integer is.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Never, cast

from jedlik.wire.shapes.constraints import Constraint, Fault, Path

TypeCheck = Callable[[object], object]  # the mended value; Reject if it cannot be read
Holds = Callable[[object], bool]  # whether every constraint holds for a value of the right type


class Shape(ABC):
    """What a member may be."""

    java_type: str  # the class of the service's model, as deserialization errors print it

    @abstractmethod
    def type_check(self, *, inside: bool) -> TypeCheck:
        """Compile phase one; `inside`: for an element of a list or map, not a member."""

    def holds(self) -> Holds | None:
        """Compile phase two; None if there is nothing to hold."""
        return None

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """What is wrong with a value of the right type, in order."""
        return iter(())

    def echo(self, value: object) -> str:
        """The value as the service prints it in an error."""
        return str(value)

    @property
    def empty(self) -> object:
        """What null stands for inside a collection; None if nothing."""
        return None


def all_hold(constraints: tuple[Constraint[Never], ...]) -> Holds | None:
    """One closure for all of `constraints`, which are few."""
    compiled: Holds | None = None
    for constraint in constraints:
        compiled = both(compiled, cast("Holds", constraint.holds))
    return compiled


def both(first: Holds | None, second: Holds | None) -> Holds | None:
    """One closure for two, either of which may be missing."""
    if first is None or second is None:
        return first or second
    return lambda value: first(value) and second(value)
