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
