"""Answers made in one turn of the event loop leave at its end, together.

A client that waits sleeps, and waking it is the dearest part of a small answer. Written one by one,
with a request's work between them, each answer finds its client asleep again: on two cores a
GetItem cost 50 us of CPU that way and 31 us with the answers of a turn sent in a row.
"""

from collections.abc import Callable
from typing import Final, Protocol

# Beyond these the turn's answers leave before its end: clients that have theirs work meanwhile,
# and one that does not read is noticed.
_SENDERS_MAX: Final = 64
_BYTES_MAX: Final = 1024 * 1024


class Sender(Protocol):
    """A connection that holds answers back until it is told."""

    def send(self) -> None:
        """Write what is held back, if anything."""


class Outbox:
    """The connections with something to send at the end of this turn.

    later: calls what it is given in the next turn of the event loop.
    """

    __slots__ = ("_bytes", "_due", "_later", "_senders")

    def __init__(self, later: Callable[[Callable[[], None]], object]) -> None:
        self._later = later
        self._senders: list[Sender] = []
        self._bytes = 0
        self._due = False  # whether `_end_turn` is about to be called

    def add(self, sender: Sender, size_bytes: int) -> None:
        """Have `sender` told soon; it holds `size_bytes` more than it did."""
        if not self._due:
            self._due = True
            self._later(self._end_turn)
        self._senders.append(sender)
        self._bytes += size_bytes
        if self._bytes > _BYTES_MAX or len(self._senders) >= _SENDERS_MAX:
            self._send()

    def _end_turn(self) -> None:
        self._due = False
        self._send()

    def _send(self) -> None:
        senders, self._senders, self._bytes = self._senders, [], 0
        for sender in senders:
            sender.send()
