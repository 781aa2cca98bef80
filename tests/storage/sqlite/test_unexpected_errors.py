"""Errors that nobody expects end one call of the writer, and no other."""

import asyncio
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from jedlik.storage.interface import Abort, StorageUnavailableError
from jedlik.storage.sqlite.writer import Writer
from tests.storage.sqlite.test_writer import count, key, look, play, putting


def test_a_rollback_that_fails_stops_nobody(tmp_path: Path) -> None:
    """The transaction stays open then, and the next group cannot begin one."""

    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        await writer.transact([], putting(1))

        def refuse(operation: int, name: str | None, *_: object) -> int:
            if operation == apsw.SQLITE_TRANSACTION and name in {"ROLLBACK", "COMMIT"}:
                raise apsw.NoMemError
            return apsw.SQLITE_OK

        connection.authorizer = refuse
        with pytest.raises(StorageUnavailableError):
            await writer.transact([], putting(2))
        connection.authorizer = None
        with suppress(Exception):
            await asyncio.wait_for(writer.transact([], putting(3)), 5)
        await asyncio.wait_for(writer.transact([], putting(4)), 5)
        found = await writer.transact([key(2)], look)
        assert isinstance(found, Abort)
        assert found.reason is None

    play(tmp_path, scenario)


def test_work_between_groups_that_fails_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("can't start new thread")

    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        first = writer.transact([], putting(1))
        writer.between_groups(fail)
        await asyncio.wait_for(first, 5)
        await asyncio.wait_for(writer.transact([], putting(2)), 5)
        assert count(tmp_path) == 2
        assert "can't start new thread" in caplog.text

    play(tmp_path, scenario)
