"""Commits of background work are small while others wait."""

import asyncio
from types import SimpleNamespace
from typing import Any

from jedlik.engine.pace import Pace


def test_commits_become_small_at_once_and_large_step_by_step() -> None:
    pace = Pace(640)
    sizes = [pace.items]
    for others_wait in (False, True, True, False, False, True, *[False] * 6):
        pace.committed(others_wait=others_wait)
        sizes.append(pace.items)
    assert sizes == [640, 640, 32, 32, 64, 128, 32, 64, 128, 256, 512, 640, 640]


def test_a_small_size_is_never_exceeded() -> None:
    pace = Pace(10)
    pace.committed(others_wait=True)
    assert pace.items == 10


def test_commits_stay_small_until_nobody_has_waited_for_some_of_them() -> None:
    pace = Pace(100, least_items=8, calm_commits=2)
    sizes = [(pace.items, pace.is_calm)]
    for others_wait in (True, False, True, False, False, False, False, False, False, False):
        pace.committed(others_wait=others_wait)
        sizes.append((pace.items, pace.is_calm))
    small = [(8, False)] * 4
    assert sizes == [
        (100, True),
        *small,
        (8, True),
        *[(each, True) for each in (16, 32, 64, 100, 100)],
    ]


class Waits:
    """A clock and a storage that note how a commit waits. company: whether somebody else writes."""

    def __init__(self, *, company: bool = True) -> None:
        self.has_company = company
        self.done: list[str] = []
        self.pauses_s: list[float] = []
        self.at_ms = 1_000_000

    def now_ms(self) -> int:
        return self.at_ms

    async def sleep(self, seconds: float) -> None:
        self.done.append("pause")
        self.pauses_s.append(seconds)

    def others_wait(self) -> bool:
        return False

    async def company(self, wait_s: float) -> bool:
        assert wait_s > 0
        self.done.append("company")
        return self.has_company


def turns(pace: Pace, waits: Waits, count: int) -> list[int]:
    """Makes some commits. Returns the size of each."""
    node: Any = SimpleNamespace(clock=waits, storage=waits)
    sizes: list[int] = []

    async def scenario() -> None:
        for _ in range(count):
            pace.choose_size(node.storage)
            sizes.append(pace.items)
            async with pace.turn(node):
                waits.done.append("commit")

    asyncio.run(scenario())
    return sizes


def test_large_commits_do_not_wait() -> None:
    waits = Waits()
    assert turns(Pace(100, least_items=8, calm_commits=2), waits, 3) == [100] * 3
    assert waits.done == ["commit"] * 3


def test_small_commits_pause_and_then_wait_for_company() -> None:
    pace, waits = Pace(100, least_items=8, calm_commits=2), Waits()
    pace.committed(others_wait=True)
    assert turns(pace, waits, 9) == [8] * 9  # each was shared, so others still write
    assert waits.done == ["pause", "company", "commit"] * 9


def test_commits_without_company_become_large_again() -> None:
    pace, waits = Pace(100, least_items=8, calm_commits=2), Waits(company=False)
    pace.committed(others_wait=True)
    assert turns(pace, waits, 5) == [8, 8, 16, 32, 64]
    assert waits.done == ["pause", "company", "commit", *["commit"] * 4]


def test_a_pause_is_as_long_as_the_commit_before() -> None:
    pace, waits = Pace(100, least_items=8, calm_commits=2), Waits()
    pace.committed(others_wait=True)
    node: Any = SimpleNamespace(clock=waits, storage=waits)

    async def scenario() -> None:
        for commit_ms in (250, 5_000, -100, 0):  # the clock is set back during the third
            async with pace.turn(node):
                waits.at_ms += commit_ms

    asyncio.run(scenario())
    assert waits.pauses_s == [0.0, 0.25, 1.0, 0.0]
