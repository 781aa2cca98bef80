"""A deferred job is loaded when there is work for it, and then does it."""

from collections.abc import Sequence

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.deferred_jobs import deferred_job
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.work_records import works_span
from jedlik.storage.interface import Batch, Delete, Fence, Put
from tests.engine.in_memory import Caller, is_due, result_of, run_once

ORDERS = works_span(b"orders")
ORDER = Key(Space.JOB, 0, b"orders", b"1")
OTHERS = Span(Space.EXPORT, 0)


class Shipping:
    """A job with one piece as long as there is an order. It counts how often it is loaded."""

    def __init__(self) -> None:
        self.loads = 0

    def load(self) -> Job:
        self.loads += 1
        return Job("ship", 5.0, self.pieces)

    async def pieces(self, node: Node) -> Sequence[Piece]:
        async def due() -> bool:
            (order,) = await node.storage.read([ORDER], consistent=True)
            return order is not None

        async def ship(lease: Fence) -> None:
            done = Batch((Delete(ORDER),), None)
            await node.storage.transact([], lambda _: done)

        return [Piece("order 1", due, ship)]


def put(caller: Caller, key: Key) -> None:
    new = Batch((Put(key, b"order"),), None)
    result_of(caller.storage.transact([], lambda _: new))


def test_without_work_the_job_is_not_loaded() -> None:
    shipping, caller = Shipping(), Caller()
    job = deferred_job("ship", 5.0, (OTHERS, ORDERS), shipping.load)
    assert (job.name, job.every_s) == ("ship", 5.0)
    put(caller, Key(Space.JOB, 0, b"orders of others", b"1"))
    assert result_of(is_due(job, caller.node)) is False
    assert shipping.loads == 0


def test_an_entry_in_any_of_the_spans_loads_the_job_once() -> None:
    shipping, caller = Shipping(), Caller()
    job = deferred_job("ship", 5.0, (OTHERS, ORDERS), shipping.load)
    put(caller, ORDER)
    assert result_of(is_due(job, caller.node)) is True
    result_of(run_once(job, caller.node))
    assert result_of(is_due(job, caller.node)) is False
    assert shipping.loads == 1
