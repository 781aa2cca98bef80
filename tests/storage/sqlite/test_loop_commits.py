"""Groups are committed in the loop if they are large and commits there are fast."""

import pytest

from jedlik.storage.sqlite.loop_commits import LoopCommits
from jedlik.storage.sqlite.tuning import Tuning


def test_small_groups_are_committed_in_the_thread() -> None:
    commits = LoopCommits(Tuning(loop_group=8))
    assert [commits.is_chosen(members) for members in (1, 7, 8, 256)] == [False, False, True, True]


def test_slow_commits_are_made_in_the_thread_but_one_in_64() -> None:
    commits = LoopCommits(Tuning(loop_group=8, loop_commit_s=0.001))
    for _ in range(10):
        commits.took(0.004)
    chosen = [commits.is_chosen(8) for _ in range(128)]
    assert [at + 1 for at, is_chosen in enumerate(chosen) if is_chosen] == [64, 128]


def test_one_very_slow_commit_does_not_count_for_long() -> None:
    commits = LoopCommits(Tuning(loop_group=8, loop_commit_s=0.001))
    commits.took(5.0)
    commits_until_fast = 0
    while not commits.is_chosen(8):
        commits.took(0.0001)
        commits_until_fast += 1
    assert commits_until_fast <= 2


def test_a_commit_that_fails_is_not_counted() -> None:
    def fail() -> None:
        raise OSError("disk")

    commits = LoopCommits(Tuning(loop_group=8, loop_commit_s=0.001))
    with pytest.raises(OSError, match="disk"):
        commits.time(fail)
    assert commits.is_chosen(8)
