"""The clock of a machine."""

import time

from jedlik.app.opened import SystemClock


def test_the_clock_is_that_of_the_machine() -> None:
    before_ms = time.time_ns() // 1_000_000
    assert before_ms <= SystemClock().now_ms() <= time.time_ns() // 1_000_000
