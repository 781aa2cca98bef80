"""Constraints on members, and the words in which the service says that one does not hold.

Two generations of wording are in use at once (recorded answers, October 2026). The older names
every member by its camelCase path and echoes the value; the current one drops the echo, or the
name too. An operation declares per constraint which the current wording is; where it declares
nothing both are the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Final, Generic, NamedTuple, TypeVar

# Answers must not outgrow requests: longer texts are cut in errors (docs/differences.md).
ECHO_CHARACTERS: Final = 64 * 1024
_PATH_KEY_CHARACTERS: Final = 2048
CUT: Final = "..."

T_contra = TypeVar("T_contra", contravariant=True)


class Wording(NamedTuple):
    """A sentence about one fault; may use {echo}, {older_path}, {path} and {text}.

    bare: whether it stands alone, outside the envelope of member constraints.
    """

    template: str
    bare: bool = False


ECHO: Final = Wording("Value {echo} at '{older_path}' failed to satisfy constraint: {text}")
GENERIC: Final = Wording("Value at '{path}' failed to satisfy constraint: {text}")
NAMELESS: Final = Wording("Failed to satisfy constraint: {text}")


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
        if len(key) > _PATH_KEY_CHARACTERS:
            key = key[:_PATH_KEY_CHARACTERS] + CUT
        return self._step(f"{key}.member", f"{key}.member")

    def _step(self, older: str, current: str) -> "Path":
        if not self.older:
            return Path(older, current)
        return Path(f"{self.older}.{older}", f"{self.current}.{current}")


class Fault(NamedTuple):
    """A constraint that does not hold. Several Faults make one answer, in either generation.

    There may be very many, so each is put into words only when it is told.
    text, current_text, wording, alone: of the constraint.
    echo: prints the value.
    missing: a required member is absent.
    """

    text: str
    current_text: str
    wording: Wording
    path: Path
    echo: Callable[[], str]
    alone: bool = False
    missing: bool = False

    @property
    def bare(self) -> bool:
        """Whether the current wording stands alone, outside the envelope."""
        return self.wording.bare

    @property
    def older(self) -> str:
        """In the words of the older generation."""
        return self._told(ECHO, self.text)

    @property
    def current(self) -> str:
        """In the words of the current generation."""
        return self._told(self.wording, self.current_text)

    def _told(self, wording: Wording, text: str) -> str:
        echo = ""
        if "{echo}" in wording.template:
            echo = clipped(self.echo())
            if self.text != NOT_NULL.text:
                echo = f"'{echo}'"
        return wording.template.format(
            echo=echo, older_path=self.path.older, path=self.path.current, text=text
        )


NOT_NULL: Final[Constraint[object]] = Constraint(
    "Member must not be null", lambda value: value is not None
)


def fault(constraint: Constraint[T_contra], path: Path, echo: Callable[[], str]) -> Fault:
    """The Fault of a constraint that does not hold for the value that `echo` prints."""
    return Fault(
        constraint.text,
        constraint.current_text or constraint.text,
        constraint.current,
        path,
        echo,
        constraint.alone,
    )


def missing(path: Path, wording: Wording = ECHO) -> Fault:
    """The Fault of a required member that is absent."""
    return fault(NOT_NULL._replace(current=wording), path, null)._replace(missing=True)


def null() -> str:
    """The echo of what is not there."""
    return "null"


def clipped(text: str) -> str:
    """A text as it may be echoed: what is beyond the limit is left out."""
    return text if len(text) <= ECHO_CHARACTERS else text[:ECHO_CHARACTERS] + CUT


def listing(printed: Iterable[str]) -> str:
    """Texts joined by commas, clipped; those past the limit are not even asked for."""
    parts: list[str] = []
    characters = 0
    for part in printed:
        parts.append(part)
        characters += len(part) + len(", ")
        if characters > ECHO_CHARACTERS + len(", "):
            break
    return clipped(", ".join(parts))


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
