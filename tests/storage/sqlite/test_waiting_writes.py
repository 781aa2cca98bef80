"""A writer says whether others write, so that work in the background gives way to them."""

import asyncio
from contextlib import closing
from pathlib import Path

import apsw

from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.writer import Writer
from tests.storage.sqlite.test_writer import play, putting
from tests.waiting import come_true


def test_it_says_whether_others_wait(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        assert not writer.others_wait()
        first = writer.transact([], putting(1, 1_000_000))  # the thread writes so many bytes
        await come_true(lambda: not writer.others_wait())
        second = writer.transact([], putting(2))
        assert writer.others_wait()
        await asyncio.gather(first, second)
        assert not writer.others_wait()

    play(tmp_path, scenario)


def test_a_lock_of_another_process_is_noticed_once(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        with closing(connect(tmp_path / "file.db", key=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            write = writer.transact([], putting(1))
            await come_true(lambda: writer._has_waited)
            other.execute("COMMIT")
            await write
        assert [writer.others_wait(), writer.others_wait()] == [True, False]

    play(tmp_path, scenario)


def test_a_write_finds_company_and_shares_the_commit(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        async def in_background() -> bool:
            has_company = await writer.company(60)
            await writer.transact([], putting(2))
            return has_company

        background = asyncio.create_task(in_background())
        await asyncio.sleep(0)
        assert not background.done()
        await writer.transact([], putting(1))
        assert await background
        assert writer.commits == 1

    play(tmp_path, scenario)


def test_a_write_that_waits_already_is_company(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        first = writer.transact([], putting(1))
        assert await writer.company(60)
        await asyncio.gather(first, writer.transact([], putting(2)))
        assert writer.commits == 1

    play(tmp_path, scenario)


def test_without_company_the_wait_ends(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        alone = writer.company(0.001)
        cancelled = writer.company(60)
        cancelled.cancel()
        assert not await alone
        await writer.transact([], putting(1))  # the ended waits do not hinder it

    play(tmp_path, scenario)
