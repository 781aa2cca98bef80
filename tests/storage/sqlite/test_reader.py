"""Snapshots of reads: which share one, and how long it lasts. And the sizes of caches."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite import SqliteStorage, open_folder
from jedlik.storage.sqlite.connection import PAGE_BYTES, connect
from jedlik.storage.sqlite.entries import Entries
from jedlik.storage.sqlite.reader import Reader
from tests.storage.sqlite.parts import new_file

KEY = Key(Space.ITEM, 1, b"partition", b"")
EVERYTHING = Span(Space.ITEM, 1)

Scenario = Callable[[Reader, Callable[[bytes], None]], Awaitable[None]]


def play(folder: Path, scenario: Scenario) -> None:
    """Plays `scenario` with a reader, and a function that writes KEY with another connection."""

    async def whole() -> None:
        file = new_file(folder)
        writing = file.connect()
        reader = Reader(file, Outages())

        def write(value: bytes) -> None:
            with writing:
                Entries(writing.cursor()).write({KEY: value})

        write(b"old")
        await scenario(reader, write)
        reader.close()
        writing.close()

    asyncio.run(whole())


async def read(reader: Reader, *, consistent: bool) -> bytes | None:
    (value,) = await reader.read([KEY], consistent=consistent)
    return value


def test_reads_of_a_turn_share_a_snapshot_unless_consistent(tmp_path: Path) -> None:
    async def scenario(reader: Reader, write: Callable[[bytes], None]) -> None:
        assert await read(reader, consistent=False) == b"old"
        write(b"new")
        assert await read(reader, consistent=False) == b"old"
        assert await read(reader, consistent=True) == b"new"
        assert await read(reader, consistent=False) == b"new"

    play(tmp_path, scenario)


def test_the_next_turn_sees_what_was_written(tmp_path: Path) -> None:
    async def scenario(reader: Reader, write: Callable[[bytes], None]) -> None:
        assert await read(reader, consistent=False) == b"old"
        write(b"new")
        await asyncio.sleep(0)
        assert await read(reader, consistent=False) == b"new"

    play(tmp_path, scenario)


def test_scans_see_the_newest_commit(tmp_path: Path) -> None:
    async def scenario(reader: Reader, write: Callable[[bytes], None]) -> None:
        assert await read(reader, consistent=False) == b"old"
        write(b"new")
        page = await reader.scan(EVERYTHING, limit_items=1, limit_bytes=100)
        assert page.values == [b"new"]
        assert await read(reader, consistent=False) == b"new"

    play(tmp_path, scenario)


def test_the_log_can_be_emptied_after_the_turn(tmp_path: Path) -> None:
    async def scenario(reader: Reader, write: Callable[[bytes], None]) -> None:
        other = connect(tmp_path / "file.db", key=None)
        other.set_busy_timeout(0)
        assert await read(reader, consistent=False) == b"old"
        write(b"new")
        with pytest.raises(apsw.BusyError):
            other.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        await asyncio.sleep(0)
        assert other.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE) == (0, 0)
        other.close()

    play(tmp_path, scenario)


def test_a_reader_closed_within_a_turn_leaves_nothing_behind(tmp_path: Path) -> None:
    async def scenario(reader: Reader, _: Callable[[bytes], None]) -> None:
        assert await read(reader, consistent=False) == b"old"
        reader.close()
        await asyncio.sleep(0)
        with pytest.raises(StorageUnavailableError):
            await read(reader, consistent=False)

    play(tmp_path, scenario)


def test_a_damaged_page_among_several_keys_is_damage(tmp_path: Path) -> None:
    """SQLite ends the transaction by itself then, so that nothing is left to roll back."""
    keys = [Key(Space.ITEM, 1, b"p", bytes([number])) for number in range(100)]

    async def whole() -> None:
        file = new_file(tmp_path)
        with closing(file.connect()) as writing:
            with writing:
                Entries(writing.cursor()).write(dict.fromkeys(keys, b"v" * 3_000))
            writing.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        with (tmp_path / "file.db").open("r+b") as content:
            content.seek(50 * PAGE_BYTES)
            content.write(b"damage")
        reader = Reader(file, Outages())
        for _ in range(2):
            with pytest.raises(StorageUnavailableError) as caught:
                await reader.read(keys, consistent=True)
            assert caught.value.kind is FailureKind.DAMAGED
        assert list(await reader.read(keys[:2], consistent=True)) == [b"v" * 3_000] * 2
        reader.close()

    asyncio.run(whole())


def test_an_error_at_the_end_of_a_turn_does_not_last(tmp_path: Path) -> None:
    async def scenario(reader: Reader, write: Callable[[bytes], None]) -> None:
        assert await read(reader, consistent=False) == b"old"
        refused = ["ROLLBACK"]

        def authorize(action: int, what: str | None, *_: object) -> int:
            is_end = action == apsw.SQLITE_TRANSACTION and what in refused
            return apsw.SQLITE_DENY if is_end else apsw.SQLITE_OK

        reader._connection.authorizer = authorize
        write(b"new")
        with pytest.raises(apsw.AuthError):
            await read(reader, consistent=True)
        refused.clear()
        assert await read(reader, consistent=True) == b"new"
        assert await read(reader, consistent=False) == b"new"

    play(tmp_path, scenario)


def test_the_caches_have_their_sizes_also_after_an_outage(tmp_path: Path) -> None:
    def sizes(storage: SqliteStorage) -> list[int]:
        connections = (storage._reader._connection, storage._writer._connection)
        return [-each.execute("PRAGMA cache_size").get for each in connections]

    async def scenario() -> None:
        storage = open_folder(tmp_path, now_ms=lambda: 0)
        storage.limit_caches(8 << 20, 4 << 20)
        assert sizes(storage) == [8192, 4096]
        storage._writer.disconnect()
        storage._writer.reconnect()
        storage._reader.close()
        storage._reader.reconnect()
        assert sizes(storage) == [8192, 4096]
        await storage.close()

    asyncio.run(scenario())
