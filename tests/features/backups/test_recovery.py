"""The seconds to which a table can be restored."""

from jedlik.core.keys.position import position_at, position_ms
from jedlik.engine.table_record import PointInTimeRecovery
from jedlik.engine.table_state import Moment
from jedlik.features.backups.recovery import DEFAULT_DAYS, disable, enable, moment_at, window_of
from tests.engine.tables import record_of

DAY_MS = 86_400_000
SINCE_MS = 1_791_500_000_500
MOMENT = Moment(SINCE_MS, SINCE_MS)


def recovery(days: int = 35) -> PointInTimeRecovery:
    return {"Days": days, "Since": position_at(SINCE_MS)}


def test_enabling_disabling_and_changing() -> None:
    record = record_of()
    enable(record, None, MOMENT)
    assert record["PointInTimeRecovery"] == {"Days": DEFAULT_DAYS, "Since": 0}
    record["PointInTimeRecovery"]["Since"] = 5
    enable(record, 7, MOMENT)
    enable(record, None, MOMENT)
    assert record["PointInTimeRecovery"] == {"Days": 7, "Since": 5}
    assert record["LogPartitions"]
    disable(record)
    assert not {"PointInTimeRecovery", "LogPartitions"} & record.keys()
    disable(record)


def test_the_window_begins_with_recovery_and_ends_with_the_last_full_second() -> None:
    first = SINCE_MS // 1000
    assert window_of(recovery(), 0, SINCE_MS) == (first, first)
    assert window_of(recovery(), 0, SINCE_MS + 499) == (first, first)
    assert window_of(recovery(), 0, SINCE_MS + 1_500) == (first, first + 1)


def test_the_window_has_so_many_days() -> None:
    now_ms = SINCE_MS + 3 * DAY_MS
    window = window_of(recovery(1), 0, now_ms)
    # A second is in the window if all of it is.
    assert window.earliest_s * 1000 >= now_ms - DAY_MS > (window.earliest_s - 1) * 1000


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    last = position_at(SINCE_MS + 10_000)
    assert window_of(recovery(), last, SINCE_MS) == window_of(recovery(), 0, SINCE_MS + 10_000)


def test_a_second_has_every_commit_before_the_next() -> None:
    second = SINCE_MS // 1000
    later_ms = SINCE_MS + 10_000
    moment = moment_at(second, 0, later_ms)
    assert position_ms(moment) == (second + 1) * 1000 - 1
    assert moment + 1 == position_at((second + 1) * 1000)


def test_a_second_that_has_not_ended_ends_now() -> None:
    second = SINCE_MS // 1000
    assert moment_at(second, 0, SINCE_MS) == position_at(SINCE_MS)
    last = position_at(SINCE_MS) + 3
    assert moment_at(second, last, SINCE_MS) == last
