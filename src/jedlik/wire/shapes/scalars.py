"""Shapes of single values: String, Integer, Long, Timestamp, Boolean."""

import math
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final, cast

from jedlik.wire.shapes.constraints import Constraint, Fault, Path, broken, fault
from jedlik.wire.shapes.serialization import UNEXPECTED_TOKEN, malformed, not_convertible
from jedlik.wire.shapes.shape import Holds, Shape, TypeCheck, all_hold

_KNOWN_TEXTS: Final = 1024  # per declaration
_KNOWN_CHARACTERS: Final = 255


_JAVA_BOOLEAN: Final = "java.lang.Boolean"


class String(Shape):
    """A text."""

    java_type = "java.lang.String"

    def __init__(self, *constraints: Constraint[str]) -> None:
        self._constraints = constraints

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Texts only."""

        def check(value: object) -> object:
            if value.__class__ is str:
                return value
            raise not_convertible(value, self.java_type)

        return check

    def holds(self) -> Holds | None:
        """All constraints, the outermost first."""
        hold = all_hold(self._constraints)
        if hold is None:
            return None
        # The same names and words come again and again; a long text is not worth keeping.
        known = lru_cache(maxsize=_KNOWN_TEXTS)(hold)
        return lambda text: (known if len(cast(str, text)) <= _KNOWN_CHARACTERS else hold)(text)

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Its own first, then those of what it holds."""
        for constraint in broken(self._constraints, cast(str, value)):
            yield fault(constraint, path, partial(self.echo, value))


class Integer(Shape):
    """A whole number; a fraction is cut off."""

    java_type = "java.lang.Integer"

    def __init__(self, *constraints: Constraint[int]) -> None:
        self._constraints = constraints

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Numbers; a fraction is cut off."""

        def check(value: object) -> object:
            if value.__class__ is int:
                return value
            if isinstance(value, float):
                return math.trunc(value)
            raise not_convertible(value, self.java_type)

        return check

    def holds(self) -> Holds | None:
        """All constraints, the outermost first."""
        return all_hold(self._constraints)

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Its own first, then those of what it holds."""
        for constraint in broken(self._constraints, cast(int, value)):
            yield fault(constraint, path, partial(self.echo, value))


class Long(Integer):
    """A whole number of 64 bits."""

    java_type = "java.lang.Long"


class Timestamp(Shape):
    """A moment: Unix time in seconds, with fractions."""

    java_type = "java.util.Date"

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Numbers only."""

        def check(value: object) -> object:
            if value.__class__ in (int, float):
                return value
            raise not_convertible(value, self.java_type)

        return check

    def holds(self) -> Holds | None:
        """There are no constraints on a moment."""
        return None

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """None."""
        return iter(())


class Boolean(Shape):
    """True or false, also written as a text."""

    java_type = _JAVA_BOOLEAN

    def type_check(self, *, inside: bool) -> TypeCheck:
        """True, false, or a text that says so."""
        return to_boolean


def to_boolean(value: object) -> bool:
    """A Boolean as the deserializer reads it; Reject if it is none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        read = {"TRUE": True, "1": True, "YES": True, "FALSE": False, "0": False, "NO": False}
        if value.upper() in read:
            return read[value.upper()]
        raise malformed(UNEXPECTED_TOKEN)
    raise not_convertible(value, _JAVA_BOOLEAN)
