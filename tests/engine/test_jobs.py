"""Leases: of several processes over one storage, one does a job."""

import asyncio
from collections.abc import Sequence

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import LEASE_MS, Job, keep, work
from jedlik.storage.interface import FenceLostError, StorageUnavailableError
from tests.engine.in_memory import Caller, result_of

LEASE = Key(Space.JOB, 0, b"lease", b"count down")


class CountDown:
    """A job of so many pieces, and who did them."""

    def __init__(self, pieces: int) -> None:
        self.pieces = pieces
        self.done_by: list[Node] = []
        self.job = Job("count down", 1.0, self.is_due, self.run)

    async def is_due(self, _: Node) -> bool:
        return self.pieces > 0

    async def run(self, node: Node) -> None:
        self.pieces -= 1
        self.done_by.append(node)
        await asyncio.sleep(0)


def lease_of(caller: Caller) -> Sequence[bytes | None]:
    return result_of(caller.storage.read([LEASE], consistent=True))


def test_the_work_is_done_and_the_lease_given_up() -> None:
    caller, countdown = Caller(), CountDown(3)
    result_of(work(countdown.job, caller.node, "me"))
    assert countdown.pieces == 0
    assert lease_of(caller) == (None,)


def test_nothing_is_written_when_nothing_is_due() -> None:
    caller = Caller()
    before = dict(caller.storage.__dict__["_values"])
    result_of(work(CountDown(0).job, caller.node, "me"))
    assert caller.storage.__dict__["_values"] == before


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


def test_the_lease_of_a_dead_process_runs_out() -> None:
    caller, countdown = Caller(), CountDown(2)

    async def die(_: Node) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        result_of(work(countdown.job._replace(run=die), caller.node, "dead"))
    result_of(work(countdown.job, caller.node, "alive"))
    assert countdown.pieces == 2
    caller.clock.time_ms += LEASE_MS
    result_of(work(countdown.job, caller.node, "alive"))
    assert countdown.pieces == 0


def test_a_lease_that_was_lost_is_not_given_up_twice() -> None:
    caller, countdown = Caller(), CountDown(1)

    async def lose(node: Node) -> None:
        await countdown.run(node)
        await node.storage.erase(Span(Space.JOB, 0), limit_items=10, fence=None)

    result_of(work(countdown.job._replace(run=lose), caller.node, "me"))
    assert lease_of(caller) == (None,)

    countdown.pieces = 1

    async def be_overtaken(node: Node) -> None:
        await countdown.run(node)
        caller.clock.time_ms += LEASE_MS
        countdown.pieces += 1
        await work(countdown.job._replace(run=_stop), node, "other")
        countdown.pieces = 0

    async def _stop(_: Node) -> None:
        raise StorageUnavailableError

    with pytest.raises(StorageUnavailableError):
        result_of(work(countdown.job._replace(run=be_overtaken), caller.node, "me"))
    assert b"other" in (lease_of(caller)[0] or b"")


def test_work_that_another_process_has_taken_over_is_left_to_it() -> None:
    caller, countdown = Caller(), CountDown(2)

    async def be_overtaken(_: Node) -> None:
        raise FenceLostError

    result_of(work(countdown.job._replace(run=be_overtaken), caller.node, "me"))
    assert countdown.pieces == 2
    result_of(work(countdown.job, caller.node, "me"))
    assert countdown.pieces == 0


@pytest.mark.parametrize("failure", [StorageUnavailableError(), KeyError("a defect")])
def test_keep_tells_what_failed_and_goes_on(failure: Exception) -> None:
    caller, countdown = Caller(), CountDown(3)
    told: list[tuple[str, Exception]] = []
    failures = 2

    async def fail_at_first(node: Node) -> bool:
        nonlocal failures
        if failures:
            failures -= 1
            raise failure
        return await countdown.is_due(node)

    done = asyncio.Event()
    done_at_ms: list[int] = []

    async def tell(node: Node) -> None:
        await countdown.run(node)
        if not countdown.pieces:
            done_at_ms.append(node.clock.now_ms())
            done.set()

    async def keep_until_done() -> None:
        kept = asyncio.create_task(
            keep(
                countdown.job._replace(is_due=fail_at_first, run=tell),
                caller.node,
                lambda name, error: told.append((name, error)),
            )
        )
        await asyncio.wait_for(done.wait(), timeout=10)
        kept.cancel()
        with pytest.raises(asyncio.CancelledError):
            await kept

    before_ms = caller.clock.time_ms
    result_of(keep_until_done())
    assert done_at_ms == [before_ms + 2_000]
    assert told == [(countdown.job.name, failure)] * 2
