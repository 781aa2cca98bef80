"""The epoch of a node that looks at a storage which others change too."""

from jedlik.storage.interface import Epoch
from jedlik.storage.watched_epoch import TRUST_S, WatchedEpoch


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time_s = 100.0

    def now_s(self) -> float:
        return self.time_s


def test_a_look_that_finds_another_value_raises_the_epoch() -> None:
    clock = Clock()
    epoch = WatchedEpoch(Epoch(), now_s=clock.now_s)
    assert epoch.stable() is None  # before the first look
    epoch.looked(7, clock.time_s)
    first = epoch.now()
    assert epoch.stable() == epoch.now() == first
    epoch.looked(7, clock.time_s)
    assert epoch.now() == first
    epoch.looked(8, clock.time_s)
    assert epoch.now() == epoch.stable() == first + 1


def test_without_looks_nothing_is_cached() -> None:
    clock = Clock()
    epoch = WatchedEpoch(Epoch(), now_s=clock.now_s)
    epoch.looked(7, clock.time_s)
    first = epoch.now()
    clock.time_s += TRUST_S
    assert epoch.is_trusted
    assert epoch.now() == first
    clock.time_s += 0.001
    assert not epoch.is_trusted
    seen = {epoch.now() for _ in range(5)}
    assert len(seen) == 5
    assert first not in seen
    assert epoch.stable() is None
    # The look counts from its beginning, so a slow one may be over already.
    epoch.looked(7, clock.time_s - TRUST_S - 1)
    assert epoch.stable() is None
    epoch.looked(7, clock.time_s)
    assert epoch.stable() == epoch.now() > max(seen) - 1


def test_commits_of_the_node_itself_count_at_once() -> None:
    epoch = WatchedEpoch(Epoch(), now_s=lambda: 1.0)
    epoch.looked(1, 1.0)
    before = epoch.now()
    epoch.begin()
    assert epoch.now() == before + 1
    assert epoch.stable() is None
    epoch.finish()
    assert epoch.stable() == before + 1
