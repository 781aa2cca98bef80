"""Copying entries from one storage to another, and comparing both.

Entries are copied in the order of their keys, many in one transaction. So the greatest key of a
target shows how far an interrupted copy has come. The comparison reads both sides completely, and
repairs what differs. So nothing depends on how often a copy was interrupted, and whether the source
was used between.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, final

from jedlik.core.keys.key import Key
from jedlik.storage.entry_listing import Entry, EntryListing
from jedlik.storage.interface import Abort, Batch, Delete, Mutation, Put, Storage

# One transaction has so many entries at most, and about so many bytes. Two lists of this size are
# in memory at once.
_ITEMS: Final = 1_000
_BYTES: Final = 4_000_000

# Receives how many more entries are done.
Progress = Callable[[int], None]


class Totals(NamedTuple):
    """What was read of one side. digest: the SHA-256 of all keys and values, in their order."""

    entries: int
    size_bytes: int
    digest: str


class Comparison(NamedTuple):
    """The totals of both sides, and how many entries of the target were repaired."""

    source: Totals
    target: Totals
    repaired: int


async def copy_entries(
    source: EntryListing, target: Storage, after: Key | None, progress: Progress
) -> None:
    """Copies the entries whose keys are greater than `after`, all if it is None.

    While a list of entries is written, the next one is read.
    """
    found = await _next(source, after)
    while found:
        reading = asyncio.ensure_future(_next(source, found[-1].key))
        writing = asyncio.ensure_future(
            _write(target, [Put(each.key, each.value) for each in found])
        )
        await asyncio.wait((reading, writing))
        writing.result()
        progress(len(found))
        found = reading.result()


async def compare_and_repair(
    source: EntryListing, listing: EntryListing, target: Storage, progress: Progress
) -> Comparison:
    """Compares each entry of the source with that of the target, and changes the target if they
    differ.

    listing: lists the entries of the target.
    """
    left, right = _Walk(source), _Walk(listing)
    repairs: list[Mutation] = []
    size_bytes = repaired = 0
    await left.advance()
    await right.advance()
    while left.entry is not None or right.entry is not None:
        one, other = left.entry, right.entry
        mutation: Mutation | None = None
        if other is None or (one is not None and one.key <= other.key):
            assert one is not None
            if other is None or one != other:
                mutation = Put(one.key, one.value)
                size_bytes += len(one.value)
            await left.advance()
            progress(1)
            if other is not None and one.key == other.key:
                await right.advance()
        else:
            mutation = Delete(other.key)
            await right.advance()
        if mutation is not None:
            repairs.append(mutation)
            repaired += 1
        if len(repairs) >= _ITEMS or size_bytes >= _BYTES:
            await _write(target, repairs)
            repairs, size_bytes = [], 0
    if repairs:
        await _write(target, repairs)
    return Comparison(left.totals(), right.totals(), repaired)


@final
class _Walk:
    """Reads all entries of one side, one after the other.

    entry: the current one, None after the last one and before the first call of `advance`.
    """

    __slots__ = ("_at", "_digest", "_entries", "_found", "_listing", "_size_bytes", "entry")

    def __init__(self, listing: EntryListing) -> None:
        self._listing = listing
        self._found: Sequence[Entry] = ()
        self._at = 0
        self._entries = 0
        self._size_bytes = 0
        self._digest = hashlib.sha256()
        self.entry: Entry | None = None

    async def advance(self) -> None:
        """Goes on to the next entry."""
        self._at += 1
        if self._at >= len(self._found):
            last = self._found[-1].key if self._found else None
            self._found, self._at = await _next(self._listing, last), 0
        entry = self.entry = self._found[self._at] if self._found else None
        if entry is None:
            return
        key, value = entry
        self._entries += 1
        self._size_bytes += len(value)
        for part in (b"%d,%d" % (key.space, key.table), key.partition, key.sort, value):
            self._digest.update(len(part).to_bytes(8, "big"))
            self._digest.update(part)

    def totals(self) -> Totals:
        """Returns what was read so far."""
        return Totals(self._entries, self._size_bytes, self._digest.hexdigest())


async def _next(listing: EntryListing, after: Key | None) -> Sequence[Entry]:
    return await listing.after(after, limit_items=_ITEMS, limit_bytes=_BYTES)


async def _write(target: Storage, mutations: Sequence[Mutation]) -> None:
    def decide(_: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return Batch(mutations, None)

    await target.transact((), decide)
