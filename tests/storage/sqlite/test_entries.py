"""Entries and values in the file: no value is left over, and none is used by a wrong entry."""

import asyncio
import random
from pathlib import Path
from typing import Any, Final, Never

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Batch,
    Copy,
    Decide,
    Delete,
    Epoch,
    Mutation,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.tuning import Tuning
from jedlik.storage.sqlite.verification import file_faults
from jedlik.storage.sqlite.writer import Writer
from tests.storage.sqlite.parts import new_file

ITEMS: Final = 12
ROUNDS: Final = 80


def item(number: int) -> Key:
    return Key(Space.ITEM, 1, bytes([number]), b"")


def entry(number: int, at: int) -> Key:
    return Key(Space.INDEX, 1, bytes([at]), bytes([number]))


def deciding(*mutations: Mutation) -> Decide[None, Never]:
    return lambda _: Batch(mutations, None)


def test_a_copy_that_outlives_its_original_takes_nothing_with_it(tmp_path: Path) -> None:
    """This happens in a deleted index that is not erased yet, when its items are deleted."""

    async def scenario() -> None:
        storage = open_folder(tmp_path)
        await storage.transact([], deciding(Put(item(1), b"one"), Copy(entry(1, 0), item(1))))
        await storage.transact([], deciding(Delete(item(1))))
        await storage.transact([], deciding(Put(item(2), b"two")))  # it has the same number now
        assert await storage.erase(Span(Space.INDEX, 1), limit_items=9, fence=None) == 1
        assert list(await storage.read([item(1), item(2)], consistent=True)) == [None, b"two"]
        await storage.close()

    asyncio.run(scenario())
    assert file_faults(tmp_path / "jedlik.db", key=None) == []


@pytest.mark.parametrize("loop_commit_s", [0.0, 1.0], ids=["in-thread", "in-loop"])
def test_groups_that_a_full_disk_stops_leave_nothing_loose(
    tmp_path: Path, loop_commit_s: float
) -> None:
    """Items have two copies, whose sort keys change. The disk is full in every other round."""
    path = tmp_path / "file.db"
    chance = random.Random(1)
    expected: dict[Key, bytes] = {}
    refused = 0

    async def write(writer: Writer, number: int) -> None:
        mutations: list[Mutation] = [Delete(entry(number, at)) for at in range(4)]
        if chance.random() < 0.4:
            mutations.append(Delete(item(number)))
        else:
            size = chance.choice([1, 100, 5_000, 50_000])
            mutations.append(Put(item(number), chance.randbytes(size)))
            places = chance.sample(range(4), 2)
            mutations += [Copy(entry(number, at), item(number)) for at in places]
        await writer.transact([item(number)], deciding(*mutations))
        for each in mutations:  # answers come in the order of the commits
            if isinstance(each, Delete):
                expected.pop(each.key, None)
            elif isinstance(each, Put):
                expected[each.key] = each.value
            elif isinstance(each, Copy):
                expected[each.key] = expected[each.source]

    async def scenario() -> None:
        nonlocal refused
        tuning = Tuning(loop_group=1, loop_commit_s=loop_commit_s)
        writer = Writer(new_file(tmp_path), Outages(), Epoch(), now_ms=lambda: 0, tuning=tuning)
        connection = writer._connection
        for round_ in range(ROUNDS):
            pages = connection.execute("PRAGMA page_count").get
            limit = pages + chance.randrange(4) if round_ % 2 else 1_000_000
            connection.execute(f"PRAGMA max_page_count = {limit}").fetchall()
            numbers = [chance.randrange(ITEMS) for _ in range(6)]
            outcomes = await asyncio.gather(
                *(write(writer, number) for number in numbers), return_exceptions=True
            )
            failed = [each for each in outcomes if each is not None]
            assert all(isinstance(each, StorageUnavailableError) for each in failed)
            refused += len(failed)
        await writer.close()

    asyncio.run(scenario())
    assert 0 < refused < ROUNDS
    assert file_faults(path, key=None) == []
    with connect(path, key=None) as file:
        rows: list[Any] = file.execute(
            "SELECT space, table_id, partition, sort, bytes FROM entry JOIN value ON id = value_id"
        ).fetchall()
    assert {Key(Space(row[0]), *row[1:4]): row[4] for row in rows} == expected
