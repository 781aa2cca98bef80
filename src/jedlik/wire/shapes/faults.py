"""Faults: constraints that do not hold, the members that break them, and their sentences."""

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple, TypeVar

from jedlik.core.types.constraints import (
    ECHO,
    GENERIC,
    NOT_NULL,
    OLDER_GENERIC,
    Constraint,
    Wording,
)
from jedlik.core.types.echo import CUT, clipped

_PATH_KEY_CHARACTERS: Final = 2048

T_contra = TypeVar("T_contra", contravariant=True)


class Path(NamedTuple):
    """The path of a member, as each generation of wording writes it."""

    older: str = ""
    current: str = ""

    def member(self, name: str) -> "Path":
        """Returns the path of a member of a structure. The older generation uses camelCase."""
        return self._step(name[0].lower() + name[1:], name)

    def element(self, position: int) -> "Path":
        """Returns the path of an element of a list, counted from 1."""
        return self._step(f"{position}.member", f"{position}.member")

    def entry(self, key: str) -> "Path":
        """Returns the path of the value of a map under a key."""
        if len(key) > _PATH_KEY_CHARACTERS:
            key = key[:_PATH_KEY_CHARACTERS] + CUT
        return self._step(f"{key}.member", f"{key}.member")

    def _step(self, older: str, current: str) -> "Path":
        if not self.older:
            return Path(older, current)
        return Path(f"{self.older}.{older}", f"{self.current}.{current}")


class Fault(NamedTuple):
    """A constraint that does not hold. Several faults make one answer, in either generation.

    A request may have very many faults, so a sentence is made only for a fault that is reported.
    echo: prints the value. missing: whether a required member is absent. The other members are
    those of the constraint.
    """

    text: str
    current_text: str
    wording: Wording
    path: Path
    echo: Callable[[], str]
    alone: bool = False
    late: bool = False
    checked_by: Literal["both", "older", "current"] = "both"
    missing: bool = False

    @property
    def bare(self) -> bool:
        """Returns whether the current wording is the whole message, outside the envelope."""
        return self.wording.bare

    @property
    def older(self) -> str:
        """Returns the sentence of the older generation."""
        return self._sentence(ECHO, self.text)

    @property
    def current(self) -> str:
        """Returns the sentence of the current generation."""
        return self._sentence(self.wording, self.current_text)

    @property
    def generic(self) -> str:
        """Returns the sentence that names the member and does not repeat its value."""
        return self._sentence(GENERIC, self.current_text)

    @property
    def without_value(self) -> str:
        """Returns the sentence of the older generation without the value."""
        return self._sentence(OLDER_GENERIC, self.text)

    def _sentence(self, wording: Wording, text: str) -> str:
        echo = ""
        if "{echo}" in wording.template:
            echo = clipped(self.echo())
            if self.text != NOT_NULL.text:
                echo = f"'{echo}'"
        return wording.template.format(
            echo=echo, older_path=self.path.older, path=self.path.current, text=text
        )


def fault(constraint: Constraint[T_contra], path: Path, echo: Callable[[], str]) -> Fault:
    """Returns the fault of a constraint that does not hold for the value that `echo` prints."""
    return Fault(
        constraint.text,
        constraint.current_text or constraint.text,
        constraint.current,
        path,
        echo,
        constraint.alone,
        constraint.late,
        constraint.checked_by,
    )


def missing(path: Path, wording: Wording = ECHO) -> Fault:
    """Returns the fault of a required member that is absent."""
    return fault(NOT_NULL._replace(current=wording), path, null)._replace(missing=True)


def null() -> str:
    """Returns the text of an absent value."""
    return "null"


def broken(
    constraints: tuple[Constraint[T_contra], ...], value: T_contra
) -> Iterator[Constraint[T_contra]]:
    """Yields the constraints that do not hold for `value`, in order."""
    return (constraint for constraint in constraints if not constraint.holds(value))
