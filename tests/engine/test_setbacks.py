"""Pieces of work that fail: when they are tried again, and what is reported."""

import pytest

from jedlik.engine.setbacks import BACKOFF_S, OUTAGE_BACKOFF_S, Setbacks, may_begin, pause_s
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from tests.engine.in_memory import SteppedClock

DEFECT = KeyError("a defect")


class Reported:
    """Setbacks of a job that runs once a second, and what they have reported."""

    def __init__(self) -> None:
        self.clock = SteppedClock()
        self.lines: list[tuple[str, int, Exception | None]] = []
        self.setbacks = Setbacks("job", 1.0, self.clock, lambda *line: self.lines.append(line))


def test_a_piece_that_failed_waits_longer_each_time() -> None:
    reported = Reported()
    for wait_ms in (2_000, 4_000, 8_000):
        assert not reported.setbacks.waits("a")
        assert reported.setbacks.takes("a", DEFECT)
        reported.clock.time_ms += wait_ms - 1
        assert reported.setbacks.waits("a")
        reported.clock.time_ms += 1
    assert reported.lines == [("job (a)", number, DEFECT) for number in (1, 2, 3)]


def test_others_do_not_wait() -> None:
    reported = Reported()
    assert reported.setbacks.takes("a", DEFECT)
    assert not reported.setbacks.waits("b")


def test_success_is_reported_once() -> None:
    reported = Reported()
    reported.setbacks.succeeded("a")
    assert reported.setbacks.takes("a", DEFECT)
    reported.setbacks.succeeded("a")
    reported.setbacks.succeeded("a")
    assert not reported.setbacks.waits("a")
    assert reported.lines == [("job (a)", 1, DEFECT), ("job (a)", 1, None)]


@pytest.mark.parametrize("kind", FailureKind)
def test_only_damage_is_the_fault_of_a_piece(kind: FailureKind) -> None:
    """Any other error of the storage would meet the next piece too."""
    reported = Reported()
    error = StorageUnavailableError("it failed", kind)
    assert reported.setbacks.takes("a", error) == (kind is FailureKind.DAMAGED)
    assert reported.setbacks.waits("a") == bool(reported.lines) == (kind is FailureKind.DAMAGED)


def test_what_does_not_exist_any_more_is_forgotten() -> None:
    reported = Reported()
    for each in ("a", "b"):
        assert reported.setbacks.takes(each, DEFECT)
    reported.setbacks.forget_others({"b", "c"})
    assert [each for each in ("a", "b") if reported.setbacks.waits(each)] == ["b"]


def test_a_clock_that_goes_back_does_not_stop_a_piece() -> None:
    reported = Reported()
    assert reported.setbacks.takes("a", DEFECT)
    reported.clock.time_ms -= 3_600_000
    assert not reported.setbacks.waits("a")


def test_pauses_have_a_limit() -> None:
    assert pause_s(1.0, 0) == 1.0
    assert pause_s(1.0, 1_000) == BACKOFF_S
    assert pause_s(2 * BACKOFF_S, 3) == 2 * BACKOFF_S
    assert pause_s(1.0, 1_000, OUTAGE_BACKOFF_S) == OUTAGE_BACKOFF_S


def test_work_that_was_postponed() -> None:
    assert not may_begin(now_ms=10, not_before_ms=15, longest_ms=5)
    assert may_begin(now_ms=15, not_before_ms=15, longest_ms=5)
    assert may_begin(now_ms=9, not_before_ms=15, longest_ms=5)
