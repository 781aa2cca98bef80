"""Group commit: what shares a commit, and what happens when one fails."""

import asyncio
import resource
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Never, cast

import apsw
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Abort,
    Batch,
    Decide,
    Epoch,
    Mutation,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.statements import READ
from jedlik.storage.sqlite.tuning import Tuning
from jedlik.storage.sqlite.writer import GROUP_LIMIT, Writer
from tests.storage.sqlite.parts import new_file

Scenario = Callable[[Writer, apsw.Connection], Awaitable[None]]


@pytest.fixture(params=[0.0, 1.0], ids=["in-thread", "in-loop"], autouse=True)
def loop_commit_s(request: pytest.FixtureRequest) -> float:
    """Where commits are made: with 0 in the thread, except probes, with 1 in the loop."""
    _Play.loop_commit_s = request.param
    return _Play.loop_commit_s


class _Play:
    """What the fixture passes to `play`."""

    loop_commit_s = 0.0


def play(folder: Path, scenario: Scenario, lock_timeout_s: float = 10.0) -> None:
    """Plays `scenario` with a writer and its connection, which is idle between turns."""

    async def whole() -> None:
        tuning = Tuning(lock_timeout_s, loop_group=1, loop_commit_s=_Play.loop_commit_s)
        file = new_file(folder)
        writer = Writer(file, Outages(), Epoch(), now_ms=lambda: 0, tuning=tuning)
        await scenario(writer, writer._connection)
        await writer.close()

    asyncio.run(whole())


def key(number: int) -> Key:
    return Key(Space.ITEM, 1, number.to_bytes(4, "big"), b"")


def putting(number: int, size: int = 10) -> Decide[int, Never]:
    return lambda _: Batch([Put(key(number), b"v" * size)], number)


def deciding(batch: Batch[None]) -> Decide[None, Never]:
    return lambda _: batch


def count(folder: Path) -> int:
    with connect(folder / "file.db", key=None) as connection:
        number: int = connection.execute("SELECT count(*) FROM entry").get
    return number


def test_transacts_that_arrive_together_share_a_commit(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        await asyncio.gather(*(writer.transact([], putting(n)) for n in range(100)))
        assert writer.commits == 1
        assert count(tmp_path) == 100

    play(tmp_path, scenario)


def test_those_that_arrive_during_a_commit_share_the_next(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        begun = asyncio.Event()

        def decide(values: Sequence[bytes | None]) -> Batch[int] | Abort[Never]:
            begun.set()
            return putting(0)(values)

        first = writer.transact([], decide)
        await begun.wait()
        others = [writer.transact([], putting(n)) for n in range(1, 50)]
        await asyncio.gather(first, *others)
        assert writer.commits == 2

    play(tmp_path, scenario)


def test_a_group_gathers_while_turns_of_the_loop_bring_more(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        transacts = []
        for number in range(20):
            transacts.append(writer.transact([], putting(number)))
            await asyncio.sleep(0)
        await asyncio.gather(*transacts)
        assert writer.commits == 1

    play(tmp_path, scenario)


def test_gathering_is_bounded(tmp_path: Path) -> None:
    decided: list[int] = []

    def deciding(number: int) -> Decide[int, Never]:
        def decide(values: Sequence[bytes | None]) -> Batch[int] | Abort[Never]:
            decided.append(number)
            return putting(number)(values)

        return decide

    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        transacts = []
        for number in range(200):
            transacts.append(writer.transact([], deciding(number)))
            await asyncio.sleep(0)
        assert decided
        await asyncio.gather(*transacts)

    play(tmp_path, scenario)


def test_slow_commits_go_to_the_thread_and_probes_bring_them_back(tmp_path: Path) -> None:
    threads: list[str] = []

    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        def committing() -> bool:
            threads.append(threading.current_thread().name)
            if len(threads) <= 10:
                time.sleep(0.01)
            return False

        connection.execute("PRAGMA synchronous = OFF").fetchall()  # quick on any disk
        connection.set_commit_hook(committing)
        for number in range(64 * 20):
            await writer.transact([], putting(number))

    _Play.loop_commit_s = 0.005
    play(tmp_path, scenario)
    in_loop = [name != "jedlik-writer" for name in threads]
    assert in_loop[0]
    assert not all(in_loop[:64])
    assert all(in_loop[-64:])


def test_a_group_is_bounded(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        total = 2 * GROUP_LIMIT + 1
        await asyncio.gather(*(writer.transact([], putting(n)) for n in range(total)))
        assert writer.commits == 3
        assert count(tmp_path) == total

    play(tmp_path, scenario)


def test_a_group_that_writes_nothing_commits_nothing(tmp_path: Path) -> None:
    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        aborted, empty = await asyncio.gather(
            writer.transact([key(1)], look), writer.transact([], deciding(Batch([], None)))
        )
        assert isinstance(aborted, Abort)
        assert aborted.reason is None
        assert isinstance(empty, Batch)
        assert writer.commits == 0
        assert not connection.in_transaction

    play(tmp_path, scenario)


def test_an_answer_comes_after_its_commit(tmp_path: Path) -> None:
    other = None

    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        nonlocal other
        other = connect(tmp_path / "file.db", key=None)
        seen: list[object] = []
        transact = writer.transact([], putting(1))
        transact.add_done_callback(lambda _: seen.append(other.execute(READ, key(1)).get))
        assert other.execute(READ, key(1)).get is None
        await transact
        await asyncio.sleep(0)
        assert seen == [b"v" * 10]
        other.close()

    play(tmp_path, scenario)


def test_a_caller_that_goes_away_stops_nobody(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        first, second, third = (writer.transact([], putting(n)) for n in range(3))
        second.cancel()
        await asyncio.gather(first, third)
        assert count(tmp_path) == 3

    play(tmp_path, scenario)


def test_when_the_disk_is_full_only_those_concerned_fail(tmp_path: Path) -> None:
    """Members run alone and decide again, and the writer recovers when there is space."""
    calls = [0, 0, 0]

    def counted(number: int, size: int) -> Decide[int, Never]:
        def decide(values: Sequence[bytes | None]) -> Batch[int] | Abort[Never]:
            calls[number] += 1
            return putting(number, size)(values)

        return decide

    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").get
        connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
        answers = await asyncio.gather(
            writer.transact([], counted(0, 10)),
            writer.transact([], counted(1, 100_000)),
            writer.transact([], counted(2, 10)),
            return_exceptions=True,
        )
        assert isinstance(answers[0], Batch)
        assert answers[0].result == 0
        assert isinstance(answers[1], StorageUnavailableError)
        assert "full" in str(answers[1])
        assert isinstance(answers[2], Batch)
        assert answers[2].result == 2
        assert calls == [2, 2, 2]
        assert count(tmp_path) == 2
        connection.execute("PRAGMA max_page_count = 1000000").fetchall()
        await writer.transact([], putting(1, 100_000))
        assert count(tmp_path) == 3

    play(tmp_path, scenario)


def test_a_commit_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """The log cannot grow, as on a full disk, so the COMMIT fails."""

    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        await writer.transact([], putting(0))
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = (tmp_path / "file.db-wal").stat().st_size
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, hard))
            outcomes = await asyncio.gather(
                *(
                    writer.transact([], putting(n, size))
                    for n, size in ((1, 9), (2, 10**5), (3, 9))
                ),
                return_exceptions=True,
            )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        kinds = [type(outcome) for outcome in outcomes]
        assert kinds == [Batch, StorageUnavailableError, Batch]
        assert count(tmp_path) == 3
        await writer.transact([], putting(2, 10**5))
        assert count(tmp_path) == 4

    play(tmp_path, scenario)


def test_a_batch_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").get
        connection.execute(f"PRAGMA max_page_count = {pages + 20}").fetchall()
        puts = [Put(key(n), b"v" * 4000) for n in range(200)]
        with pytest.raises(StorageUnavailableError):
            await writer.transact([], lambda _: Batch(puts, None))
        assert count(tmp_path) == 0

    play(tmp_path, scenario)


def test_a_read_only_file_refuses_writes_and_recovers(tmp_path: Path) -> None:
    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        connection.execute("PRAGMA query_only = ON").fetchall()
        transacts = [writer.transact([], putting(n)) for n in range(3)]
        for outcome in await asyncio.gather(*transacts, return_exceptions=True):
            assert isinstance(outcome, StorageUnavailableError)
        connection.execute("PRAGMA query_only = OFF").fetchall()
        await writer.transact([], putting(1))
        assert count(tmp_path) == 1

    play(tmp_path, scenario)


def test_a_group_waits_for_the_lock_without_stopping_the_loop(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        other = connect(tmp_path / "file.db", key=None)
        other.execute("BEGIN IMMEDIATE").fetchall()
        transacts = [writer.transact([], putting(n)) for n in range(5)]
        await asyncio.sleep(0.05)
        assert not any(transact.done() for transact in transacts)
        other.execute("ROLLBACK").fetchall()
        await asyncio.gather(*transacts)
        assert writer.commits == 1
        other.close()

    play(tmp_path, scenario)


def test_waiting_for_the_lock_ends(tmp_path: Path) -> None:
    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        other = connect(tmp_path / "file.db", key=None)
        other.execute("BEGIN IMMEDIATE").fetchall()
        transacts = [writer.transact([], putting(n)) for n in range(100)]
        for outcome in await asyncio.wait_for(
            asyncio.gather(*transacts, return_exceptions=True), timeout=1
        ):
            assert isinstance(outcome, StorageUnavailableError)
            assert "Busy" in str(outcome)
        other.execute("ROLLBACK").fetchall()
        await writer.transact([], putting(9))
        assert count(tmp_path) == 1
        other.close()

    play(tmp_path, scenario, lock_timeout_s=0.02)


def look(values: Sequence[bytes | None]) -> Batch[Never] | Abort[bytes | None]:
    return Abort(values[0])


def test_a_damaged_page_fails_those_who_read_it(tmp_path: Path) -> None:
    async def scenario(writer: Writer, connection: apsw.Connection) -> None:
        for start in range(0, 2000, 250):
            puts = [Put(key(n), b"v" * 500) for n in range(start, start + 250)]
            await writer.transact([], deciding(Batch(puts, None)))
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        connection.release_memory()  # so that pages are read again
        path = tmp_path / "file.db"
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"\xee" * (path.stat().st_size // 4))
        outcomes = await asyncio.gather(
            *(writer.transact([key(n)], look) for n in range(0, 2000, 20)),
            return_exceptions=True,
        )
        failed = [isinstance(outcome, StorageUnavailableError) for outcome in outcomes]
        assert 10 < sum(failed) < 60
        assert isinstance(outcomes[0], Abort)
        assert outcomes[0].reason == b"v" * 500

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    "mutation",
    [
        Put(Key(Space.ITEM, 1, cast(bytes, None), b""), b""),
        Put(Key(Space.ITEM, 2**70, b"", b""), b""),
        Put(Key(Space.ITEM, 1, cast(bytes, "text"), b""), b""),
    ],
)
def test_a_mutation_that_cannot_be_written_fails_its_caller(
    tmp_path: Path, mutation: Mutation
) -> None:
    """A bug of the engine must stop neither the thread nor the other members of the group."""
    wrong = deciding(Batch([Put(key(4), b""), mutation], None))

    async def scenario(writer: Writer, _: apsw.Connection) -> None:
        first, second, third = await asyncio.gather(
            writer.transact([], putting(1)),
            writer.transact([], wrong),
            writer.transact([], putting(3)),
            return_exceptions=True,
        )
        assert isinstance(first, Batch)
        assert isinstance(second, Exception)
        assert not isinstance(second, StorageUnavailableError)
        assert isinstance(third, Batch)
        assert count(tmp_path) == 2

    play(tmp_path, scenario)
