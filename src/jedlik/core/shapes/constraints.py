"""Constraints on members, and the words in which the service says that one does not hold.

Two generations of wording are in use at once (recorded answers, October 2026). The older names
every member by its camelCase path and echoes the value; the current one drops the echo, or the
name too. An operation declares per constraint which the current wording is; where it declares
nothing both are the same.
"""

import re
from collections.abc import Callable, Iterator, Sized
from typing import Generic, NamedTuple, TypeVar

T_contra = TypeVar("T_contra", contravariant=True)


class Wording(NamedTuple):
    """A sentence about one fault; may use {echo}, {older_path}, {path} and {text}.

    bare: whether it stands alone, outside the envelope of member constraints.
    """

    template: str
    bare: bool = False


ECHO = Wording("Value {echo} at '{older_path}' failed to satisfy constraint: {text}")
GENERIC = Wording("Value at '{path}' failed to satisfy constraint: {text}")
NAMELESS = Wording("Failed to satisfy constraint: {text}")


class Constraint(NamedTuple, Generic[T_contra]):
    """A rule about values of one member.

    current_text: `text` as the current generation has it, if it differs.
    alone: in the current generation its fault is the only one reported, whatever else is wrong.
    """

    text: str
    holds: Callable[[T_contra], bool]
    current: Wording = ECHO
    current_text: str | None = None
    alone: bool = False


class Path(NamedTuple):
    """Where a member is, in the spelling of either generation."""

    older: str = ""
    current: str = ""

    def member(self, name: str) -> "Path":
        """A member of a structure; the older generation writes it in camelCase."""
        return self._step(name[0].lower() + name[1:], name)

    def element(self, position: int) -> "Path":
        """An element of a list, counted from 1."""
        return self._step(f"{position}.member", f"{position}.member")

    def entry(self, key: str) -> "Path":
        """The value of a map under a key."""
        return self._step(f"{key}.member", f"{key}.member")

    def _step(self, older: str, current: str) -> "Path":
        if not self.older:
            return Path(older, current)
        return Path(f"{self.older}.{older}", f"{self.current}.{current}")


class Fault(NamedTuple):
    """A constraint that does not hold, in both generations. Several Faults make one answer."""

    older: str
    current: str
    alone: bool = False
    bare: bool = False
    missing: bool = False  # a required member is absent


NOT_NULL: Constraint[object] = Constraint(
    "Member must not be null", lambda value: value is not None
)


def fault(constraint: Constraint[T_contra], path: Path, echo: str) -> Fault:
    """The Fault of a constraint that does not hold for the value printed as `echo`."""
    quoted = echo if constraint.text == NOT_NULL.text else f"'{echo}'"
    words = {"echo": quoted, "older_path": path.older, "path": path.current}
    current = constraint.current
    return Fault(
        older=ECHO.template.format(**words, text=constraint.text),
        current=current.template.format(**words, text=constraint.current_text or constraint.text),
        alone=constraint.alone,
        bare=current.bare,
    )


def missing(path: Path, wording: Wording = ECHO) -> Fault:
    """The Fault of a required member that is absent."""
    return fault(NOT_NULL._replace(current=wording), path, "null")._replace(missing=True)


def broken(
    constraints: tuple[Constraint[T_contra], ...], value: T_contra
) -> Iterator[Constraint[T_contra]]:
    """Those of `constraints` that do not hold for `value`, in order."""
    return (constraint for constraint in constraints if not constraint.holds(value))


def min_length(count: int, current: Wording = ECHO, *, alone: bool = False) -> Constraint[Sized]:
    """At least `count` characters, elements or entries."""
    text = f"Member must have length greater than or equal to {count}"
    return Constraint(text, lambda value: len(value) >= count, current, alone=alone)


def max_length(count: int, current: Wording = ECHO) -> Constraint[Sized]:
    """At most `count` characters, elements or entries."""
    text = f"Member must have length less than or equal to {count}"
    return Constraint(text, lambda value: len(value) <= count, current)


def at_least(bound: int, current: Wording = ECHO) -> Constraint[int]:
    """A number not below `bound`."""
    text = f"Member must have value greater than or equal to {bound}"
    return Constraint(text, lambda value: value >= bound, current)


def at_most(bound: int, current: Wording = ECHO) -> Constraint[int]:
    """A number not above `bound`."""
    text = f"Member must have value less than or equal to {bound}"
    return Constraint(text, lambda value: value <= bound, current)


def pattern(expression: str) -> Constraint[str]:
    """A text that a regular expression matches from end to end."""
    matches = re.compile(expression).fullmatch
    text = f"Member must satisfy regular expression pattern: {expression}"
    return Constraint(text, lambda value: matches(value) is not None)


def one_of(
    printed: str,
    current: Wording = ECHO,
    *,
    current_printed: str | None = None,
    alone: bool = False,
) -> Constraint[str]:
    """One of the words listed in `printed`, in the service's order: "INDEXES, TOTAL, NONE".

    current_printed: the list as the current generation prints it, which names words that do not
    exist (recorded: `UPDATE_NEW`, `ALL` for `AND`).
    """
    words = frozenset(printed.split(", "))
    text = "Member must satisfy enum value set: [{}]"
    return Constraint(
        text.format(printed),
        words.__contains__,
        current,
        text.format(current_printed) if current_printed else None,
        alone,
    )


def each(subject: str, *constraints: Constraint[T_contra]) -> Constraint[T_contra]:
    """All of `constraints` for every key or value of a map; `subject` is "keys" or "value"."""
    texts = ", ".join(constraint.text for constraint in constraints)
    return Constraint(
        f"Map {subject} must satisfy constraint: [{texts}]",
        lambda value: all(constraint.holds(value) for constraint in constraints),
    )
