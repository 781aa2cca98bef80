"""One suite for every storage: the rules of `jedlik.storage.interface`."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Never

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.core.pauses import spend
from jedlik.storage.interface import (
    Abort,
    Add,
    Batch,
    Decide,
    Delete,
    Put,
    Storage,
    StorageUnavailableError,
    counters_of,
    counters_to_bytes,
)
from tests.looping import VALUES_PER_LOOK, stepped_clock
from tests.storage.scenarios import Play, key, value, writing


def test_what_was_put_is_read_and_absent_keys_are_none(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        batch = Batch([Put(key(b"a"), b"1"), Put(key(b"b", b"x"), b"")], "done")
        assert await storage.transact([], lambda _: batch) is batch
        keys = [key(b"b", b"x"), key(b"c"), key(b"a"), key(b"a")]
        for consistent in (True, False):
            assert list(await storage.read(keys, consistent=consistent)) == [b"", None, b"1", b"1"]
        assert list(await storage.read([], consistent=True)) == []

    play(scenario)


def test_every_part_of_a_key_tells_it_apart(play: Play) -> None:
    pairs = [(b"a", b""), (b"a", b"a"), (b"aa", b""), (b"", b"a"), (b"", b""), (b"\x00", b"")]
    pairs += [(b"", b"\x00"), (b"\x00\xff", b""), (b"\x00", b"\xff")]
    keys = [key(*pair) for pair in pairs]
    keys += [key(b"a", table=2), key(b"a", table=2**40), key(b"a", space=Space.JOB)]

    async def scenario(storage: Storage) -> None:
        puts = [Put(at, str(n).encode()) for n, at in enumerate(keys)]
        await storage.transact([], writing(*puts))
        values = await storage.read(keys, consistent=True)
        assert list(values) == [str(n).encode() for n in range(len(keys))]

    play(scenario)


def test_mutations_apply_in_their_order(play: Play) -> None:
    a, b, c, d = key(b"a"), key(b"b"), key(b"c"), key(b"d")
    five, two = counters_to_bytes([5]), counters_to_bytes([2])

    async def scenario(storage: Storage) -> None:
        await storage.transact([], writing(Put(a, b"1"), Put(a, b"2"), Put(b, b"1"), Delete(b)))
        await storage.transact([], writing(Delete(c), Put(c, b"3"), Add(d, (3,)), Add(d, (2,))))
        found = await storage.read([a, b, c, d], consistent=True)
        assert list(found) == [b"2", None, b"3", five]
        await storage.transact([], writing(Delete(d), Add(d, (2,)), Delete(a), Delete(b)))
        found = await storage.read([a, b, c, d], consistent=True)
        assert list(found) == [None, None, b"3", two]

    play(scenario)


@pytest.mark.parametrize("count", [1, 31, 32, 33, 100])
def test_a_batch_of_any_size_is_written_and_deleted(play: Play, count: int) -> None:
    keys = [key(b"p", n.to_bytes(2, "big")) for n in range(count)]

    async def scenario(storage: Storage) -> None:
        await storage.transact([], writing(*(Put(at, at.sort) for at in keys)))
        assert list(await storage.read(keys, consistent=True)) == [at.sort for at in keys]
        await storage.transact([], writing(*(Delete(at) for at in keys)))
        assert list(await storage.read(keys, consistent=True)) == [None] * count

    play(scenario)


def test_large_values_survive(play: Play) -> None:
    large = bytes(range(256)) * 1640  # beyond 400 KB, the largest item

    async def scenario(storage: Storage) -> None:
        await storage.transact([], writing(Put(key(b"a"), large), Put(key(b"b"), large[1:])))
        found = await storage.read([key(b"a"), key(b"b")], consistent=True)
        assert list(found) == [large, large[1:]]

    play(scenario)


def test_decide_sees_the_values_of_reads_in_order(play: Play) -> None:
    seen: list[Sequence[bytes | None]] = []

    def decide(values: Sequence[bytes | None]) -> Batch[Never] | Abort[str]:
        seen.append(values)
        return Abort("no")

    async def scenario(storage: Storage) -> None:
        await storage.transact([], writing(Put(key(b"a"), b"1"), Put(key(b"b"), b"2")))
        outcome = await storage.transact([key(b"b"), key(b"x"), key(b"a")], decide)
        assert isinstance(outcome, Abort)
        assert outcome.reason == "no"
        assert list(seen[-1]) == [b"2", None, b"1"]

    play(scenario)


def test_a_batch_without_mutations_is_an_answer(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        outcome = await storage.transact([], writing(result="same"))
        assert isinstance(outcome, Batch)
        assert outcome.result == "same"

    play(scenario)


def test_what_decide_raises_is_its_callers_alone(play: Play) -> None:
    def fails(_: Sequence[bytes | None]) -> Batch[None] | Abort[str]:
        raise LookupError("mine")

    def stops(_: Sequence[bytes | None]) -> Batch[None] | Abort[str]:
        raise StopIteration

    def aborts(_: Sequence[bytes | None]) -> Batch[None] | Abort[str]:
        return Abort("no")

    async def scenario(storage: Storage) -> None:
        outcomes = await asyncio.gather(
            storage.transact([], writing(Put(key(b"a"), b"1"))),
            storage.transact([key(b"a")], fails),
            storage.transact([], aborts),
            storage.transact([], writing(Put(key(b"b"), b"2"))),
            storage.transact([], stops),
            return_exceptions=True,
        )
        assert isinstance(outcomes[0], Batch)
        assert isinstance(outcomes[1], LookupError)
        assert isinstance(outcomes[2], Abort)
        assert outcomes[2].reason == "no"
        assert isinstance(outcomes[3], Batch)
        assert isinstance(outcomes[4], RuntimeError)
        found = await storage.read([key(b"a"), key(b"b")], consistent=True)
        assert list(found) == [b"1", b"2"]

    play(scenario)


def test_concurrent_transacts_are_serializable(play: Play) -> None:
    at = key(b"counter")

    def increment(values: Sequence[bytes | None]) -> Batch[int] | Abort[Never]:
        number = int(values[0] or b"0") + 1
        return Batch([Put(at, str(number).encode())], number)

    async def scenario(storage: Storage) -> None:
        async def caller() -> list[int]:
            answers = [await storage.transact([at], increment) for _ in range(5)]
            return [answer.result for answer in answers if isinstance(answer, Batch)]

        results = await asyncio.gather(*(caller() for _ in range(60)))
        assert {number for caller_results in results for number in caller_results} == set(
            range(1, 301)
        )
        assert await value(storage, at) == b"300"

    play(scenario)


def test_one_of_many_conditional_puts_wins(play: Play) -> None:
    at = key(b"lock")

    def claim(name: str) -> Decide[str, str]:
        put = Put(at, name.encode())
        return lambda values: Abort("taken") if values[0] is not None else Batch([put], name)

    async def scenario(storage: Storage) -> None:
        answers = await asyncio.gather(*(storage.transact([at], claim(str(n))) for n in range(50)))
        (winner,) = (answer for answer in answers if isinstance(answer, Batch))
        assert await value(storage, at) == winner.result.encode()

    play(scenario)


def test_adds_sum_up_however_they_meet(play: Play) -> None:
    at = key(b"c", space=Space.COUNTER)

    async def scenario(storage: Storage) -> None:
        adds = [storage.transact([], writing(Add(at, (n, -2 * n)))) for n in range(100)]
        await asyncio.gather(*adds)
        await storage.transact([], writing(Add(at, (1, 0)), Add(at, (1, 1))))
        assert counters_of(await value(storage, at), 2) == (4952, -9899)

    play(scenario)


def test_a_transact_reads_the_adds_before_it(play: Play) -> None:
    at = key(b"c", space=Space.COUNTER)

    def look(values: Sequence[bytes | None]) -> Batch[Never] | Abort[tuple[int, ...]]:
        return Abort(counters_of(values[0], 1))

    async def scenario(storage: Storage) -> None:
        answers = await asyncio.gather(
            storage.transact([at], look),
            storage.transact([], writing(Add(at, (3,)))),
            storage.transact([at], look),
            storage.transact([], writing(Add(at, (4,)))),
            storage.transact([at], look),
        )
        reasons = [answer.reason for answer in answers if isinstance(answer, Abort)]
        assert reasons == [(0,), (3,), (7,)]

    play(scenario)


def test_counters_grow_in_number_and_wrap_around(play: Play) -> None:
    at = key(b"c", space=Space.COUNTER)

    async def scenario(storage: Storage) -> None:
        await storage.transact([], writing(Add(at, (2**63 - 1,))))
        await storage.transact([], writing(Add(at, (1, 5))))
        assert counters_of(await value(storage, at), 2) == (-(2**63), 5)

    play(scenario)


def test_a_closed_storage_refuses_every_verb(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        await storage.close()
        await storage.close()
        verbs: list[Callable[[], Awaitable[object]]] = [
            lambda: storage.read([key(b"a")], consistent=True),
            lambda: storage.read([key(b"a"), key(b"b")], consistent=True),
            lambda: storage.scan(Span(Space.ITEM, 1), limit_items=1, limit_bytes=1),
            lambda: storage.transact([], writing()),
            lambda: storage.erase(Span(Space.ITEM, 1), limit_items=1, fence=None),
        ]
        for verb in verbs:
            with pytest.raises(StorageUnavailableError):
                await verb()

    play(scenario)


def test_close_finishes_what_was_accepted(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        transacts = [
            asyncio.ensure_future(storage.transact([], writing(Put(key(b"p", bytes([n])), b"v"))))
            for n in range(200)
        ]
        await asyncio.sleep(0)
        await storage.close()
        assert all(isinstance(answer, Batch) for answer in await asyncio.gather(*transacts))

    play(scenario)


def test_decisions_about_large_values_take_turns_and_stay_serializable(play: Play) -> None:
    large, counted = key(b"a"), key(b"b")

    def add_one(values: Sequence[bytes | None]) -> Batch[None]:
        spend(50 * VALUES_PER_LOOK)
        for _ in range(50):
            spend(VALUES_PER_LOOK)
        before = int(values[1] or b"0")
        return Batch([Put(counted, str(before + 1).encode())], None)

    async def scenario(storage: Storage) -> None:
        loop, turned, ended = asyncio.get_running_loop(), 0, False

        def turn() -> None:
            nonlocal turned
            turned += 1
            if not ended:
                loop.call_soon(turn)

        await storage.transact([], writing(Put(large, b"x" * 100_000)))
        turn()
        with stepped_clock():
            await asyncio.gather(*[storage.transact([large, counted], add_one) for _ in range(5)])
        ended = True
        assert turned > 50
        assert list(await storage.read([counted], consistent=True)) == [b"5"]

    play(scenario)


def test_the_wait_for_company_ends(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        assert not await storage.company(0.001)
        await storage.transact([], writing(Put(key(b"a"), b"1")))

    play(scenario)
