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
    Decide,
    Delete,
    Put,
    appended,
    counters_added,
)

_UNDECIDED: Final = Abort(None)
_REMEMBERED_BYTES: Final = 4096  # of one value; a group has at most some thousand reads

# The rows a group leaves: the value of each key it touched, None where the key is gone.
Rows = dict[Key, bytes | None]


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


def decide_all(
    group: Iterable[Transact], read: Callable[[Key], bytes | None], now_ms: Callable[[], int]
) -> Rows:
    """Let each member decide, in order; returns the rows that the whole group leaves.

    Puts of one key, and Adds to one counter, come out as one row however many members made them.
    read: the value of a key before the group; what it raises passes through. now_ms: the time of
    the commit.
    """
    rows: Rows = {}
    recall = _remembering(read)
    for transact in group:
        values = [rows[key] if key in rows else recall(key) for key in transact.reads]
        try:
            transact.outcome = answer = transact.decide(values)
        except StopIteration:  # which no future can carry
            transact.outcome = RuntimeError("decide raised StopIteration")
        except Exception as error:  # noqa: BLE001  (whatever it is, it is its caller's alone)
            transact.outcome = error
        else:
            if type(answer) is Batch:
                _apply(answer, rows, read, now_ms)
    return rows


def _remembering(read: Callable[[Key], bytes | None]) -> Callable[[Key], bytes | None]:
    """`read`, but small values are read once: all writes of a table prove the same record."""
    seen: dict[Key, bytes | None] = {}

    def recall(key: Key) -> bytes | None:
        if key in seen:
            return seen[key]
        value = read(key)
        if value is None or len(value) <= _REMEMBERED_BYTES:
            seen[key] = value
        return value

    return recall


def _apply(
    batch: Batch,
    rows: Rows,
    read: Callable[[Key], bytes | None],
    now_ms: Callable[[], int],
) -> None:
    for mutation in batch.mutations:
        if type(mutation) is Put:
            rows[mutation.key] = mutation.value
        elif type(mutation) is Add:
            key = mutation.key
            rows[key] = counters_added(rows[key] if key in rows else read(key), mutation.amounts)
        elif type(mutation) is Append:
            last = rows[LAST_APPEND] if LAST_APPEND in rows else read(LAST_APPEND)
            key, rows[key] = appended(mutation, last, now_ms())
            rows[LAST_APPEND] = key.sort
        else:
            assert type(mutation) is Delete
            rows[mutation.key] = None
