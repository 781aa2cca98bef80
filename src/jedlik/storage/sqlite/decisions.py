"""What a group of transacts writes: each decides upon what those before it leave."""

from asyncio import Future
from collections.abc import Callable, Iterable, Sequence
from typing import Final, final

from jedlik.core.keys.key import Key
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Add,
    Append,
    Batch,
    Copy,
    Decide,
    Delete,
    Put,
    appended,
    counters_added,
)
from jedlik.storage.sqlite.entries import Entries, Row, Rows

_UNDECIDED: Final = Abort(None)
_REMEMBERED_BYTES: Final = 4096  # of one value; a group has at most some thousand reads


@final
class Transact:
    """One waiting transact, and what came of it: an answer, or what to raise to its caller."""

    __slots__ = ("decide", "future", "outcome", "reads")

    def __init__(
        self, reads: Sequence[Key], decide: Decide, future: "Future[Batch | Abort]"
    ) -> None:
        self.reads = reads
        self.decide = decide
        self.future = future
        self.outcome: Batch | Abort | Exception = _UNDECIDED


def decide_all(group: Iterable[Transact], entries: Entries, now_ms: Callable[[], int]) -> Rows:
    """Let each member decide, in order; returns the rows that the whole group leaves.

    Puts of one key, and Adds to one counter, come out as one row however many members made them.
    entries: what there is before the group; what their `read` raises passes through. now_ms: the
    time of the commit.
    """
    left = _Left(entries)
    for transact in group:
        values = [left.value(key) for key in transact.reads]
        try:
            transact.outcome = answer = transact.decide(values)
        except StopIteration:  # which no future can carry
            transact.outcome = RuntimeError("decide raised StopIteration")
        except Exception as error:  # noqa: BLE001  (whatever it is, it is its caller's alone)
            transact.outcome = error
        else:
            if type(answer) is Batch:
                left.apply(answer, now_ms)
    return left.rows


@final
class _Left:
    """What the members so far leave, over what there was before them."""

    __slots__ = ("_entries", "_seen", "rows")

    def __init__(self, entries: Entries) -> None:
        self.rows: Rows = {}
        self._entries = entries
        self._seen: dict[Key, bytes | None] = {}

    def value(self, key: Key) -> bytes | None:
        """The value under a key. Small ones are read once: all writes of a table prove the same
        record.
        """
        if key in self.rows:
            row: Row = self.rows[key]
            return self.value(row) if type(row) is Key else row  # type: ignore[return-value]
        if key in self._seen:
            return self._seen[key]
        value = self._entries.read(key)
        if value is None or len(value) <= _REMEMBERED_BYTES:
            self._seen[key] = value
        return value

    def apply(self, batch: Batch, now_ms: Callable[[], int]) -> None:
        """Do what a member decided."""
        rows = self.rows
        for mutation in batch.mutations:
            if type(mutation) is Put:
                rows[mutation.key] = mutation.value
            elif type(mutation) is Copy:
                rows[mutation.key] = mutation.of
            elif type(mutation) is Add:
                key = mutation.key
                rows[key] = counters_added(self.value(key), mutation.amounts)
            elif type(mutation) is Append:
                key, rows[key] = appended(mutation, self.value(LAST_APPEND), now_ms())
                self._entries.is_new(key)
                rows[LAST_APPEND] = key.sort
            else:
                assert type(mutation) is Delete
                rows[mutation.key] = None
