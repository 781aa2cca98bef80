"""The operating system refuses to release locks for a while. The storage recovers."""

import asyncio
from collections.abc import Awaitable, Callable, Container
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, FailureKind, Put, StorageUnavailableError
from jedlik.storage.sqlite import SqliteStorage, open_folder, recovery
from tests.storage.sqlite.unreleased_locks import READERS, WRITE, releases_refused
from tests.waiting import come_true

KEY = Key(Space.ITEM, 1, b"p", b"")


async def put(storage: SqliteStorage) -> object:
    return await storage.transact([], lambda _: Batch([Put(KEY, b"value")], None))


async def get(storage: SqliteStorage) -> object:
    return await storage.read([KEY], consistent=True)


async def put_and_get(storage: SqliteStorage) -> None:
    """Reads from the log, which takes a lock of readers. As long as it is empty, nothing does."""
    await put(storage)
    await get(storage)


async def restart_log(storage: SqliteStorage) -> None:
    """Copies the log, as the checkpointer does when nobody writes. That locks out all readers."""
    with suppress(apsw.BusyError):  # it needs the locks twice
        storage._checkpointer._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


@pytest.mark.waits
@pytest.mark.parametrize(
    ("holder", "locks", "victim"),
    [(put, [WRITE], put), (restart_log, READERS, put_and_get)],  # the second one waits ten seconds
)
def test_the_connections_are_opened_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    holder: Callable[[SqliteStorage], Awaitable[object]],
    locks: Container[int],
    victim: Callable[[SqliteStorage], Awaitable[object]],
) -> None:
    """holder: the call whose `locks` are not released. victim: the call that then fails."""
    monkeypatch.setattr(recovery, "PERIOD_S", 0.02)
    is_refused = False

    async def scenario() -> None:
        nonlocal is_refused
        storage = open_folder(tmp_path)
        storage._writer._lock_timeout_s = 0.2
        await put(storage)
        is_refused = True
        await holder(storage)
        is_refused = False
        stuck = storage._writer._connection
        with pytest.raises(StorageUnavailableError) as caught:
            await victim(storage)
        assert caught.value.kind is FailureKind.LOCKED
        await come_true(lambda: storage.health.outage is None)
        assert storage._writer._connection is not stuck
        await put(storage)
        await get(storage)
        await come_true(lambda: (tmp_path / "jedlik.db-wal").stat().st_size == 0)
        await storage.close()

    with releases_refused(lambda byte: is_refused and byte in locks):
        asyncio.run(scenario())
