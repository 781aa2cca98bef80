"""Wildcards: `*` matches any run of characters, also none, and `?` exactly one character.

A pattern is compiled once into the runs between its stars. The first run must begin the value, the
last must end it, and each run between them is taken where it occurs first. So matching never goes
back: its time is at most the length of the value times the length of one run, and no text of a
policy can make it exponential.
"""

from collections.abc import Sequence
from typing import Final, final

from jedlik.core.pauses import spend

ANY_RUN: Final = 0
ANY_ONE: Final = 1
# A part of a pattern: literal text, or one of the two wildcards. Text is always literal, also if it
# has a star. So a value that replaces a policy variable cannot act as a wildcard.
Part = str | int


@final
class _Run:
    """What is between two stars.

    text: the literal characters if the run has no `?`, otherwise None.
    pieces: the literal texts of the run, each with its offset. length: in characters.
    """

    __slots__ = ("length", "pieces", "text")

    def __init__(self, parts: Sequence[Part]) -> None:
        offset = 0
        pieces: list[tuple[int, str]] = []
        for part in parts:
            if isinstance(part, str):
                pieces.append((offset, part))
                offset += len(part)
            else:
                offset += 1
        self.length = offset
        self.pieces = tuple(pieces)
        literal = "".join(text for _, text in pieces)
        self.text: str | None = literal if len(literal) == offset else None

    def is_at(self, value: str, at: int) -> bool:
        """Returns whether the run matches the value at a position. The value is long enough."""
        if self.text is not None:
            return value.startswith(self.text, at)
        for offset, text in self.pieces:  # noqa: SIM110  (a generator costs a frame)
            if not value.startswith(text, at + offset):
                return False
        return True

    def find(self, value: str, start: int, end: int) -> int:
        """Returns the first position from `start` where the run matches before `end`, or -1."""
        if self.text is not None:
            return value.find(self.text, start, end)
        last = end - self.length
        at = start
        while at <= last:
            spend(len(self.pieces))
            # Each piece moves the run to where the piece occurs next, until all are in place.
            moved = at
            for offset, text in self.pieces:
                found = value.find(text, moved + offset, end)
                if found < 0:
                    return -1
                moved = found - offset
            if moved == at:
                return at
            at = moved
        return -1


@final
class Pattern:
    """A compiled pattern."""

    __slots__ = ("_first", "_last", "_least", "_middle", "_whole")

    def __init__(self, parts: Sequence[Part]) -> None:
        runs: list[_Run] = []
        run: list[Part] = []
        for part in parts:
            if part == ANY_RUN:
                runs.append(_Run(run))
                run = []
            else:
                run.append(part)
        last = _Run(run)
        # Without a star the whole value must match the one run.
        self._whole: _Run | None = None if runs else last
        self._first = runs[0] if runs else last
        self._middle = tuple(each for each in runs[1:] if each.length)
        self._last = last
        self._least = self._first.length + last.length

    def matches(self, value: str) -> bool:
        """Returns whether the pattern matches the whole value."""
        whole = self._whole
        if whole is not None:
            if whole.text is not None:
                return whole.text == value
            return len(value) == whole.length and whole.is_at(value, 0)
        if len(value) < self._least or not self._first.is_at(value, 0):
            return False
        end = len(value) - self._last.length
        if self._last.length and not self._last.is_at(value, end):
            return False
        at = self._first.length
        for run in self._middle:
            at = run.find(value, at, end)
            if at < 0:
                return False
            at += run.length
        return True

    @property
    def literal(self) -> str | None:
        """The one value that matches if the pattern has no wildcard, otherwise None."""
        return self._whole.text if self._whole is not None else None


def pattern(text: str) -> Pattern:
    """Returns the pattern of a text in which `*` and `?` are wildcards."""
    return Pattern(parts_of(text))


def parts_of(text: str) -> list[Part]:
    """Returns the parts of a text in which `*` and `?` are wildcards."""
    parts: list[Part] = []
    start = 0
    for at, character in enumerate(text):
        if character in {"*", "?"}:
            if at > start:
                parts.append(text[start:at])
            parts.append(ANY_RUN if character == "*" else ANY_ONE)
            start = at + 1
    if start < len(text):
        parts.append(text[start:])
    return parts
