"""The SQLite storages are compared with the memory storage, on random histories."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Add,
    Append,
    Batch,
    Copy,
    Decide,
    Delete,
    Fence,
    FenceLostError,
    Mutation,
    Put,
    Storage,
)
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.verification import file_faults

T = TypeVar("T")

_Values = tuple[bytes | None, ...]  # that a decide has read
_Place = tuple[bytes | None, bytes | None]  # sort key, None if nothing is there; its own value

# Few and awkward: prefixes of one another, zeros and the highest byte.
PARTS = st.sampled_from([b"", b"\x00", b"\x00\x00", b"\x00\xff", b"a", b"a\x00", b"b", b"\xff"])
SPACES = st.sampled_from([Space.ITEM, Space.JOB])
TABLES = st.sampled_from([0, 1])
KEYS = st.builds(Key, SPACES, TABLES, PARTS, PARTS)
COUNTERS = st.builds(Key, st.just(Space.COUNTER), TABLES, PARTS, st.just(b""))
AMOUNTS = st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(-5, 5))
MUTATIONS = st.one_of(
    st.builds(Put, KEYS, st.binary(max_size=12)),
    st.builds(Delete, st.one_of(KEYS, COUNTERS)),
    st.builds(Add, COUNTERS, AMOUNTS),
    st.builds(Append, SPACES, TABLES, PARTS, st.binary(max_size=12)),
)
VALUES_OR_NONE = st.one_of(st.none(), st.binary(max_size=12))
ORIGINAL_KEYS = [Key(Space.EXPIRY, 1, place, b"") for place in (b"", b"a", b"b")]
ORIGINALS = st.sampled_from(ORIGINAL_KEYS)


def copied(original: Key, value: bytes | None, places: Sequence[_Place]) -> list[Mutation]:
    """One original and its two copies: what is put, at which places, and what is deleted. A copy
    may also have a value of its own, as entries of the first format have.
    """
    mutations: list[Mutation] = [Delete(original) if value is None else Put(original, value)]
    for number, (place, own) in enumerate(places):
        partition = original.partition + bytes([number])
        for sort in (b"\x00", b"\x01"):
            key = Key(Space.INDEX, 1, partition, sort)
            if value is None or sort != place:
                mutations.append(Delete(key))
            else:
                mutations.append(Copy(key, original) if own is None else Put(key, own))
    return mutations


COPIED = st.builds(
    copied,
    ORIGINALS,
    VALUES_OR_NONE,
    st.tuples(*[st.tuples(st.sampled_from([None, b"\x00", b"\x01"]), VALUES_OR_NONE)] * 2),
)
BATCHES = st.lists(st.one_of(MUTATIONS.map(lambda each: [each]), COPIED), max_size=6).map(
    lambda pieces: [mutation for piece in pieces for mutation in piece]
)
COPIES = st.builds(
    Key, st.just(Space.INDEX), st.just(1), st.sampled_from([b"\x00", b"a\x01"]), st.just(b"\x00")
)
READS = st.lists(st.one_of(KEYS, COUNTERS, ORIGINALS, COPIES, st.just(LAST_APPEND)), max_size=3)
POSITIONS = st.one_of(st.none(), st.tuples(PARTS, PARTS))
SPANS = st.builds(Span, SPACES, TABLES, POSITIONS, POSITIONS)
SCANNED = st.one_of(SPANS, st.builds(Span, st.just(Space.INDEX), TABLES, POSITIONS, POSITIONS))


def deciding(mutations: Sequence[Mutation]) -> Decide[_Values, _Values]:
    """Returns a `decide` that aborts if the first value has an odd length."""

    def decide(values: Sequence[bytes | None]) -> Batch[_Values] | Abort[_Values]:
        if values and values[0] is not None and len(values[0]) % 2:
            return Abort(tuple(values))
        return Batch(mutations, tuple(values))

    return decide


class StorageMachine(RuleBasedStateMachine):
    """Does each step on both storages. The outcomes must be equal."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.new_event_loop()
        self.time_ms = 5
        self.model = MemoryStorage(now_ms=self.now_ms)
        self.key: bytes | None = None
        self.storage: Storage | None = None

    @initialize(encrypted=st.booleans())
    def open(self, encrypted: bool) -> None:
        self.key = b"k" * 32 if encrypted else None
        self.storage = open_folder(self.folder, key=self.key, now_ms=self.now_ms)

    def now_ms(self) -> int:
        return self.time_ms

    @rule(step_ms=st.sampled_from([1, 5, -3]))
    def wait(self, step_ms: int) -> None:
        """Moves the clock of both storages, also back."""
        self.time_ms = max(self.time_ms + step_ms, 0)

    def outcomes(self, *pairs: tuple[Awaitable[T], Awaitable[T]]) -> None:
        async def together(half: int) -> list[T]:
            return await asyncio.gather(*(pair[half] for pair in pairs))

        assert self.loop.run_until_complete(together(0)) == self.loop.run_until_complete(
            together(1)
        )

    @property
    def tested(self) -> Storage:
        assert self.storage is not None
        return self.storage

    @rule(histories=st.lists(st.tuples(READS, BATCHES), min_size=1, max_size=5))
    def transact(self, histories: list[tuple[list[Key], list[Mutation]]]) -> None:
        """Transacts that arrive together happen in the order of their calls."""

        async def all_at_once(storage: Storage) -> list[tuple[bool, object]]:
            outcomes = await asyncio.gather(
                *(storage.transact(reads, deciding(batch)) for reads, batch in histories)
            )
            return [
                (True, each.result) if isinstance(each, Batch) else (False, each.reason)
                for each in outcomes
            ]

        self.outcomes((all_at_once(self.model), all_at_once(self.tested)))

    @rule(span=SCANNED, items=st.integers(1, 9), size=st.integers(0, 40), reverse=st.booleans())
    def scan(self, span: Span, items: int, size: int, reverse: bool) -> None:
        async def page(storage: Storage) -> tuple[list[bytes], tuple[bytes, bytes] | None]:
            found = await storage.scan(span, limit_items=items, limit_bytes=size, reverse=reverse)
            return list(found.values), found.last

        self.outcomes((page(self.model), page(self.tested)))

    @rule(keys=READS)
    def read(self, keys: list[Key]) -> None:
        async def values(storage: Storage) -> list[bytes | None]:
            return list(await storage.read(keys, consistent=True))

        self.outcomes((values(self.model), values(self.tested)))

    @rule(
        span=SCANNED,
        items=st.integers(1, 5),
        fence=st.one_of(st.none(), st.builds(Fence, KEYS, st.sampled_from([b"", b"\x00"]))),
        batch=BATCHES,
    )
    def erase(self, span: Span, items: int, fence: Fence | None, batch: list[Mutation]) -> None:
        """An erasure that arrives between two transacts. The second one may undo it. It writes no
        original, because it would have to write its copies too.
        """
        again = [each for each in batch[:1] if getattr(each, "key", None) not in ORIGINAL_KEYS]

        async def between(storage: Storage) -> int | None:
            outcomes = await asyncio.gather(
                storage.transact((), deciding(batch)),
                storage.erase(span, limit_items=items, fence=fence),
                storage.transact((), deciding(again)),
                return_exceptions=True,
            )
            if isinstance(outcomes[1], int):
                return outcomes[1]
            assert isinstance(outcomes[1], FenceLostError)
            return None

        self.outcomes((between(self.model), between(self.tested)))

    @rule()
    def reopen(self) -> None:
        self.loop.run_until_complete(self.tested.close())
        self.storage = open_folder(self.folder, key=self.key, now_ms=self.now_ms)

    def teardown(self) -> None:
        if self.storage is not None:
            self.loop.run_until_complete(self.storage.close())
            assert not file_faults(self.folder / "jedlik.db", key=self.key)
        self.loop.close()
        shutil.rmtree(self.folder)


StorageMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=20,
)
TestStorages = StorageMachine.TestCase
