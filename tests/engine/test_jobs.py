"""Leases: one of several processes does a job, and a process that stalls does no harm."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NoReturn

import orjson
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import (
    LEASE_MS,
    Job,
    Piece,
    end_leases,
    keep,
    renewed,
    take_lease,
    work,
    write,
)
from jedlik.engine.setbacks import BACKOFF_S, OUTAGE_BACKOFF_S, Setbacks
from jedlik.storage.interface import Batch, Fence, FenceLostError, Put, StorageUnavailableError
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite.tuning import Tuning
from tests.engine.in_memory import Caller, result_of, values

LEASE = Key(Space.JOB, 0, b"lease", b"count down")
DONE = Key(Space.JOB, 0, b"done", b"")


def job_of(
    is_due: Callable[[Node], Awaitable[bool]], run: Callable[[Node, Fence], Awaitable[None]]
) -> Job:
    """Returns a job that has one piece of work."""

    async def pieces(node: Node) -> Sequence[Piece]:
        return [Piece("all", partial(is_due, node), partial(run, node))]

    return Job("count down", 1.0, pieces)


class CountDown:
    """A job of so many pieces. It records who did them."""

    def __init__(self, pieces: int) -> None:
        self.pieces = pieces
        self.done_by: list[Node] = []
        self.job = job_of(self.is_due, self.run)

    async def is_due(self, _: Node) -> bool:
        return self.pieces > 0

    async def run(self, node: Node, _: Fence) -> None:
        self.pieces -= 1
        self.done_by.append(node)
        await asyncio.sleep(0)


def read(caller: Caller, key: Key) -> bytes | None:
    (value,) = result_of(caller.storage.read([key], consistent=True))
    return value


def test_the_work_is_done_and_the_lease_given_up() -> None:
    caller, countdown = Caller(), CountDown(3)
    result_of(work(countdown.job, caller.node, "me"))
    assert countdown.pieces == 0
    assert read(caller, LEASE) is None


def test_nothing_is_written_when_nothing_is_due() -> None:
    caller = Caller()
    before = values(caller)
    result_of(work(CountDown(0).job, caller.node, "me"))
    assert values(caller) == before


def test_of_two_processes_one_does_the_work() -> None:
    one = Caller()
    other = Caller(storage=one.storage)
    countdown = CountDown(20)

    async def both() -> None:
        await asyncio.gather(
            work(countdown.job, one.node, "one"), work(countdown.job, other.node, "other")
        )

    result_of(both())
    assert countdown.done_by == [one.node] * 20


def test_the_lease_of_a_dead_process_ends() -> None:
    caller, countdown = Caller(), CountDown(2)

    async def die(_: Node, __: Fence) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        result_of(work(job_of(countdown.is_due, die), caller.node, "dead"))
    result_of(work(countdown.job, caller.node, "alive"))
    assert countdown.pieces == 2
    caller.clock.time_ms += LEASE_MS
    result_of(work(countdown.job, caller.node, "alive"))
    assert countdown.pieces == 0


def test_a_lease_of_a_clock_that_was_ahead_is_not_valid() -> None:
    caller, countdown = Caller(), CountDown(1)
    until_ms = caller.clock.time_ms + LEASE_MS

    def held_until(end_ms: int) -> None:
        lease = orjson.dumps({"Owner": "dead", "UntilMs": end_ms})
        result_of(caller.storage.transact([], lambda _: Batch([Put(LEASE, lease)], None)))

    held_until(until_ms)
    result_of(work(countdown.job, caller.node, "alive"))
    assert countdown.pieces == 1
    held_until(until_ms + 1)
    result_of(work(countdown.job, caller.node, "alive"))
    assert countdown.pieces == 0


def test_a_lease_is_longer_than_a_process_waits_for_the_lock() -> None:
    assert Tuning().lock_timeout_s * 1000 < LEASE_MS


def test_a_lease_that_was_lost_is_not_given_up() -> None:
    caller, countdown = Caller(), CountDown(1)

    async def lose(node: Node, lease: Fence) -> None:
        await countdown.run(node, lease)
        await node.storage.erase(Span(Space.JOB, 0), limit_items=10, fence=None)

    result_of(work(job_of(countdown.is_due, lose), caller.node, "me"))
    assert read(caller, LEASE) is None

    async def be_overtaken(node: Node, lease: Fence) -> None:
        await countdown.run(node, lease)
        caller.clock.time_ms += LEASE_MS
        assert await take_lease(countdown.job, node, "other")

    countdown.pieces = 1
    result_of(work(job_of(countdown.is_due, be_overtaken), caller.node, "me"))
    assert b"other" in (read(caller, LEASE) or b"")


def test_what_is_written_under_a_lease_proves_it() -> None:
    caller, countdown = Caller(), CountDown(1)

    async def stall(node: Node, lease: Fence) -> None:
        await write(node, lease, [Put(DONE, b"first")])
        caller.clock.time_ms += LEASE_MS
        assert await take_lease(countdown.job, node, "other")
        await write(node, lease, [Put(DONE, b"too late")])

    result_of(work(job_of(countdown.is_due, stall), caller.node, "me"))
    assert read(caller, DONE) == b"first"


def test_a_lease_is_renewed_while_a_piece_takes_long() -> None:
    caller, countdown = Caller(), CountDown(1)

    async def take_long(node: Node, lease: Fence) -> None:
        for _ in range(4):
            caller.clock.time_ms += LEASE_MS - 1
            lease = await renewed(node, lease)
            assert await take_lease(countdown.job, node, "other") is None
        await write(node, lease, [Put(DONE, b"done")])
        countdown.pieces = 0

    result_of(work(job_of(countdown.is_due, take_long), caller.node, "me"))
    assert read(caller, DONE) == b"done"
    caller.clock.time_ms += LEASE_MS
    assert result_of(take_lease(countdown.job, caller.node, "other")) is not None


def test_a_lease_that_is_lost_is_not_renewed() -> None:
    caller, countdown = Caller(), CountDown(1)

    async def scenario() -> None:
        lease = await take_lease(countdown.job, caller.node, "me")
        assert lease is not None
        caller.clock.time_ms += LEASE_MS
        assert await take_lease(countdown.job, caller.node, "other") is not None
        with pytest.raises(FenceLostError):
            await renewed(caller.node, lease)

    result_of(scenario())


def test_work_that_another_process_has_taken_over_is_left_to_it() -> None:
    caller, countdown = Caller(), CountDown(2)

    async def be_overtaken(_: Node, __: Fence) -> None:
        raise FenceLostError

    result_of(work(job_of(countdown.is_due, be_overtaken), caller.node, "me"))
    assert countdown.pieces == 2
    result_of(work(countdown.job, caller.node, "me"))
    assert countdown.pieces == 0


Reported = tuple[str, int, Exception | None]


def reports_and_pauses(outcomes: Sequence[Exception | None]) -> tuple[list[Reported], list[float]]:
    """Returns what a job reports, and its pauses, if its looks for work end like this."""
    caller, left = Caller(), list(outcomes)
    reported: list[Reported] = []
    looks_ms: list[int] = []

    async def pieces(node: Node) -> Sequence[Piece]:
        looks_ms.append(node.clock.now_ms())
        if not left:
            raise asyncio.CancelledError
        failure = left.pop(0)
        if failure is not None:
            raise failure
        return []

    job = Job("count down", 1.0, pieces)

    async def keep_until_the_end() -> None:
        with pytest.raises(asyncio.CancelledError):
            await keep(job, caller.node, lambda *report: reported.append(report))

    result_of(keep_until_the_end())
    pauses_s = [(after - before) / 1000 for before, after in pairwise(looks_ms)]
    return reported, pauses_s


@pytest.mark.parametrize("failure", [StorageUnavailableError(), KeyError("a defect")])
def test_a_job_that_failed_is_reported_and_tried_again(failure: Exception) -> None:
    reported, pauses_s = reports_and_pauses([None, failure, failure, None, None, failure])
    name = "count down"
    assert reported == [
        (name, 1, failure),
        (name, 2, failure),
        (name, 2, None),
        (name, 1, failure),
    ]
    assert pauses_s == [1, 2, 4, 1, 1, 2]


def test_a_job_that_fails_is_tried_less_and_less_often() -> None:
    _, pauses_s = reports_and_pauses([KeyError()] * 50)
    assert pauses_s == [2, 4, 8, 16, 32, *[BACKOFF_S] * 45]


def test_a_job_goes_on_soon_after_an_outage() -> None:
    """However long the storage was away."""
    _, pauses_s = reports_and_pauses([StorageUnavailableError()] * 50)
    assert pauses_s == [2, 4, *[OUTAGE_BACKOFF_S] * 48]


# --- pieces that fail ----------------------------------------------------------------------------


def test_a_piece_that_fails_does_not_stop_the_others() -> None:
    """It is tried again later. It fails when it is done, or already when the job looks at it."""
    caller = Caller()
    faults: dict[str, Exception] = {"b": KeyError("a defect"), "d": ValueError("another one")}
    left = list("abcde")
    reported: list[tuple[str, int, Exception | None]] = []

    async def is_due(name: str) -> bool:
        if name == "d" and name in faults:
            raise faults[name]
        return name in left

    async def run(name: str, _: Fence) -> None:
        if name in faults:
            raise faults[name]
        left.remove(name)

    async def pieces(_: Node) -> Sequence[Piece]:
        return [Piece(each, partial(is_due, each), partial(run, each)) for each in "abcde"]

    job = Job("job", 1.0, pieces)
    setbacks = Setbacks("job", 1.0, caller.clock, lambda *report: reported.append(report))
    result_of(work(job, caller.node, "me", setbacks))
    assert left == ["b", "d"]
    result_of(work(job, caller.node, "me", setbacks))
    assert reported == [("job (b)", 1, faults["b"]), ("job (d)", 1, faults["d"])]
    del faults["b"]
    caller.clock.time_ms += 2_000
    result_of(work(job, caller.node, "me", setbacks))
    assert left == ["d"]
    assert reported[2:] == [("job (b)", 1, None), ("job (d)", 2, faults["d"])]
    assert read(caller, Key(Space.JOB, 0, b"lease", b"job")) is None


def test_an_outage_of_the_storage_is_a_failure_of_the_whole_job() -> None:
    caller = Caller()

    async def fail(_: Node, __: Fence) -> None:
        raise StorageUnavailableError

    setbacks = Setbacks("job", 1.0, caller.clock, lambda *_: None)
    with pytest.raises(StorageUnavailableError):
        result_of(work(job_of(CountDown(1).is_due, fail), caller.node, "me", setbacks))


def test_leases_of_processes_that_have_ended_are_deleted() -> None:
    caller = Caller()
    job, node = CountDown(1).job, caller.node
    others = [Key(Space.JOB, 0, partition, b"job") for partition in (b"leas", b"lease\x00")]

    async def end() -> Fence | None:
        batch = Batch([Put(key, b"1") for key in others], None)
        await node.storage.transact([], lambda _: batch)
        await end_leases(node, [job], node.clock.now_ms())
        assert await take_lease(job, node, "dead") is not None
        assert await take_lease(job, node, "me") is None
        caller.clock.time_ms += 1
        await end_leases(node, [job], None)
        assert await take_lease(job, node, "me") is None
        await end_leases(node, [job], node.clock.now_ms())
        return await take_lease(job, node, "me")

    assert result_of(end()) is not None
    assert [read(caller, key) for key in others] == [b"1", b"1"]


def test_the_lease_of_a_worker_that_was_quicker_stays() -> None:
    """It would go on with a put into a bucket, and another worker would put the same again."""
    caller = Caller()
    job, node = CountDown(1).job, caller.node

    async def end() -> Fence | None:
        began_ms = node.clock.now_ms()
        await take_lease(job, node, "quick")
        caller.clock.time_ms += 100
        await end_leases(node, [job], began_ms)
        return await take_lease(job, node, "me")

    assert result_of(end()) is None


def test_leases_end_by_themselves_if_the_storage_is_not_available() -> None:
    class Away(MemoryStorage):
        def transact(self, *_: Any, **__: Any) -> NoReturn:
            raise StorageUnavailableError

    caller = Caller(storage=Away())
    result_of(end_leases(caller.node, [CountDown(1).job], 0))
