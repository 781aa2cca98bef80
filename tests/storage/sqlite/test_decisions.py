"""Decisions of a group that take long: others get their turn, and the results are the same."""

import asyncio
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Never, cast

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.pauses import spend
from jedlik.storage.interface import Abort, Batch, Decide, Delete, Epoch, Put
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.writer import Writer
from tests.looping import VALUES_PER_LOOK, count_turns, stepped_clock
from tests.storage.sqlite.parts import new_file

KEY = Key(Space.ITEM, 1, b"a", b"")


def long_walk() -> None:
    for _ in range(20):
        spend(VALUES_PER_LOOK + 1)


def counting(values: Sequence[bytes | None]) -> Batch[int]:
    long_walk()
    count = int(values[0] or b"0") + 1
    return Batch([Put(KEY, b"%d" % count)], count)


def failing(values: Sequence[bytes | None]) -> Batch[int]:
    long_walk()
    raise ZeroDivisionError(values)


def decided(folder: Path, *decides: str) -> tuple[list[object], int]:
    """Returns what members of one group get, and how many turns the loop had meanwhile."""

    async def scenario() -> list[object]:
        writer = Writer(new_file(folder), Outages(), Epoch(), now_ms=lambda: 0)
        calls: list[Awaitable[Batch[int] | Abort[Never]]] = [
            writer.transact([KEY], counting if each == "counting" else failing) for each in decides
        ]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        await writer.close()
        return list(answers)

    with stepped_clock():
        return count_turns(scenario)


def test_long_decisions_take_turns(tmp_path: Path) -> None:
    """Each member sees what the members before it wrote, wherever decisions paused."""
    answers, turned = decided(tmp_path, *["counting"] * 5)
    assert [cast(Batch[int], each).result for each in answers] == [1, 2, 3, 4, 5]
    assert turned >= 80


def test_a_long_decision_that_fails_goes_to_its_caller(tmp_path: Path) -> None:
    (first, failed, last), _ = decided(tmp_path, "counting", "failing", "counting")
    assert cast(Batch[int], first).result == 1
    assert isinstance(failed, ZeroDivisionError)
    assert cast(Batch[int], last).result == 2


def test_a_group_that_has_read_much_ends(tmp_path: Path) -> None:
    """Small requests can read large values. Otherwise 256 of them would be in memory at once."""
    large = bytes(6 * 1024 * 1024)
    keys = [Key(Space.ITEM, 1, bytes([number]), b"") for number in range(7)]
    decided: list[int] = []

    def putting(key: Key) -> Decide[None, Never]:
        return lambda _: Batch([Put(key, large)], None)

    def deleting(number: int) -> Decide[int, Never]:
        def decide(values: Sequence[bytes | None]) -> Batch[int] | Abort[Never]:
            assert values[0] == large
            decided.append(number)
            return Batch([Delete(keys[number])], number)

        return decide

    async def scenario() -> None:
        writer = Writer(new_file(tmp_path), Outages(), Epoch(), now_ms=lambda: 0)
        for key in keys:
            await writer.transact([], putting(key))
        before = writer.commits
        await asyncio.gather(*(writer.transact([keys[n]], deleting(n)) for n in range(7)))
        assert writer.commits == before + 3  # of three members each, and the last one
        assert decided == list(range(7))
        await writer.close()

    asyncio.run(scenario())
