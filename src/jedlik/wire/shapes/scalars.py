"""Shapes of single values: String, Integer, Long, Timestamp, Boolean, Blob."""

import math
from collections.abc import Iterator, Sized
from functools import lru_cache, partial
from typing import Final, cast

from jedlik.core.types import base64
from jedlik.core.types.constraints import Constraint
from jedlik.wire.shapes.faults import Fault, Path, broken, fault
from jedlik.wire.shapes.serialization import (
    UNEXPECTED_TOKEN,
    malformed,
    not_binary,
    not_convertible,
)
from jedlik.wire.shapes.shape import Holds, Shape, TypeCheck, all_hold

# A member caches whether its constraints hold for a text: for so many texts of at most this length.
_KNOWN_TEXTS: Final = 1024
_KNOWN_CHARACTERS: Final = 255

_JAVA_BOOLEAN: Final = "java.lang.Boolean"
# The texts that mean true or false, in any case (recorded in us-east-1 and eu-west-2, 2026-10-10).
_BOOLEANS: Final = {
    **dict.fromkeys(("TRUE", "T", "YES", "Y", "1"), True),
    **dict.fromkeys(("FALSE", "F", "NO", "N", "0"), False),
}


class String(Shape):
    """A text."""

    java_type = "java.lang.String"

    def __init__(self, *constraints: Constraint[str]) -> None:
        self._constraints = constraints

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check that accepts texts only."""

        def check(value: object) -> object:
            if isinstance(value, str):
                return value
            raise not_convertible(value, self.java_type)

        return check

    def holds(self) -> Holds | None:
        """Returns a check of all constraints, in order."""
        hold = all_hold(self._constraints)
        if hold is None:
            return None
        # Most requests have the same names and words. A long text is not worth its memory.
        known = lru_cache(maxsize=_KNOWN_TEXTS)(hold)
        return lambda text: (known if len(cast(str, text)) <= _KNOWN_CHARACTERS else hold)(text)

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields the constraints that do not hold, in order."""
        for constraint in broken(self._constraints, cast(str, value)):
            yield fault(constraint, path, partial(self.echo, value))


class Integer(Shape):
    """A whole number of 32 bits. A larger one becomes the largest, and a smaller one the smallest.

    Source: dynoxide's captures, October 2026.
    """

    java_type = "java.lang.Integer"
    bits = 32

    def __init__(self, *constraints: Constraint[int]) -> None:
        self._constraints = constraints

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check that accepts numbers and cuts off their fractions."""
        greatest = (1 << self.bits - 1) - 1
        least = -greatest - 1

        def check(value: object) -> object:
            if type(value) is int:  # no bool
                return value if least <= value <= greatest else min(max(value, least), greatest)
            if isinstance(value, float):
                return min(max(math.trunc(value), least), greatest)
            raise not_convertible(value, self.java_type)

        return check

    def holds(self) -> Holds | None:
        """Returns a check of all constraints, in order."""
        return all_hold(self._constraints)

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields the constraints that do not hold, in order."""
        for constraint in broken(self._constraints, cast(int, value)):
            yield fault(constraint, path, partial(self.echo, value))


class Long(Integer):
    """A whole number of 64 bits."""

    java_type = "java.lang.Long"
    bits = 64


class Timestamp(Shape):
    """A point in time: Unix time in seconds, with fractions."""

    java_type = "java.util.Date"

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check that accepts numbers only."""

        def check(value: object) -> object:
            if value.__class__ in (int, float):
                return value
            raise not_convertible(value, self.java_type)

        return check


class Boolean(Shape):
    """True or false, as JSON writes them or as a text."""

    java_type = _JAVA_BOOLEAN

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check that accepts true, false, and the texts that mean them."""
        return to_boolean


class Blob(Shape):
    """Bytes. JSON and XML write them in base64."""

    java_type = "java.nio.ByteBuffer"

    def __init__(self, *constraints: Constraint[Sized]) -> None:
        self._constraints = constraints

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns a check that reads base64 texts, and accepts bytes that were read before."""

        def check(value: object) -> object:
            if isinstance(value, bytes):
                return value
            if not isinstance(value, str) or base64.fault(value) is not None:
                raise not_binary(value)
            return base64.bytes_of(value)

        return check

    def holds(self) -> Holds | None:
        """Returns a check of all constraints, in order."""
        return all_hold(self._constraints)

    def faults(self, value: object, path: Path) -> Iterator[Fault]:
        """Yields the constraints that do not hold, in order."""
        for constraint in broken(self._constraints, cast(bytes, value)):
            yield fault(constraint, path, partial(self.echo, value))


def to_boolean(value: object) -> bool:
    """Returns the Boolean that the deserializer of the service reads. Raises Reject."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        truth = _BOOLEANS.get(value.upper())
        if truth is None:
            raise malformed(UNEXPECTED_TOKEN)
        return truth
    raise not_convertible(value, _JAVA_BOOLEAN)
