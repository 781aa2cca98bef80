"""Commits of background work are small while others wait."""

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
