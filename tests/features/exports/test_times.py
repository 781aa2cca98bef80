"""Which moment or window a request means. Texts: recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.position import position_at
from jedlik.features.exports.times import Now, full_times, shown, window_times

CREATED_S = 1_700_000_000
SINCE_MS = CREATED_S * 1000 + 10_400
NOW = Now((CREATED_S + 100_000) * 1000 + 600, 0)
NOW_S = CREATED_S + 100_000
RECORD: Any = {
    "TableName": "music",
    "CreationDateTime": CREATED_S + 0.7,
    "PointInTimeRecovery": {"Days": 1, "Since": position_at(SINCE_MS)},
}
OFF: Any = {"TableName": "music", "CreationDateTime": CREATED_S}
UNAVAILABLE = (
    "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table "
    "'music'"
)
WITH_LONG_HISTORY: Any = {**RECORD, "PointInTimeRecovery": {**RECORD["PointInTimeRecovery"]}}
WITH_LONG_HISTORY["PointInTimeRecovery"]["Days"] = 35


def refused(function: Any, *arguments: Any) -> str:
    with pytest.raises(Reject) as found:
        function(*arguments)
    return f"{found.value.error.code}: {found.value.error.message}"


def test_now() -> None:
    times = full_times(None, RECORD, NOW)
    assert times == (position_at(NOW.clock_ms), NOW.clock_ms)
    ahead = Now(NOW.clock_ms, position_at(NOW.clock_ms + 5_000) + 3)
    assert full_times(None, RECORD, ahead) == (ahead.last, NOW.clock_ms + 5_000)
    assert refused(full_times, None, OFF, NOW) == UNAVAILABLE


def test_a_second_has_all_its_commits() -> None:
    second = NOW_S - 10
    times = full_times(second, RECORD, NOW)
    assert times == (position_at((second + 1) * 1000) - 1, second * 1000)
    assert full_times(second + 0.25, RECORD, NOW).export_ms == second * 1000 + 250
    assert full_times(second + 0.25, RECORD, NOW).moment == times.moment
    assert full_times(NOW_S, RECORD, NOW).moment == position_at(NOW.clock_ms)


@pytest.mark.parametrize("time", [-1, 0, NOW_S + 1, NOW_S - 86_401, 1e300, -1e300, 10**17])
def test_times_outside_of_the_history(time: float) -> None:
    assert refused(full_times, time, RECORD, NOW) == (
        "InvalidExportTimeException: Export Time is invalid"
    )
    assert refused(full_times, time, OFF, NOW) == UNAVAILABLE


def window(from_s: float, to_s: float | None = None, record: Any = WITH_LONG_HISTORY) -> Any:
    specification: Any = {"ExportFromTime": from_s}
    if to_s is not None:
        specification["ExportToTime"] = to_s
    return window_times(specification, record, NOW)


def test_a_window() -> None:
    times = window(NOW_S - 2_000, NOW_S - 1_000)
    assert times.from_ms == (NOW_S - 2_000) * 1000
    assert times.to_ms == (NOW_S - 1_000) * 1000
    assert times.after == position_at(times.from_ms) - 1
    assert times.until == position_at(times.to_ms) - 1
    assert window(NOW_S - 2_000).to_ms == NOW.clock_ms
    assert window(NOW_S - 900, NOW_S).from_ms == (NOW_S - 900) * 1000
    assert window(NOW_S - 86_400, NOW_S).to_ms == NOW_S * 1000


def test_the_first_second_of_the_history() -> None:
    since_s = SINCE_MS // 1000
    times = window(since_s, since_s + 1_000)
    assert times.after == position_at(SINCE_MS) - 1


@pytest.mark.parametrize(
    ("from_s", "to_s", "expected"),
    [
        (
            CREATED_S - 1,
            NOW_S,
            "Incremental export period from time cannot be less than the table creation time : "
            "2023-11-14T22:13:19Z",
        ),
        (
            -1e300,
            NOW_S,
            "Incremental export period from time cannot be less than the table creation time : "
            "0001-01-01T00:00:00Z",
        ),
        (
            CREATED_S + 1,
            CREATED_S + 1_000,
            "Point in Time Recovery is not available for specified export time",
        ),
        (
            NOW_S - 899,
            NOW_S,
            "Difference between export period from time and export period to time is less than 15 "
            "minutes",
        ),
        (
            NOW_S - 100,
            NOW_S - 2_000,
            "Difference between export period from time and export period to time is less than 15 "
            "minutes",
        ),
        (
            NOW_S - 2_000,
            NOW_S + 1,
            "Incremental export period to time cannot be greater than the current time : "
            "2023-11-16T02:00:01Z",
        ),
        (
            NOW_S - 2_000,
            1e300,
            "Incremental export period to time cannot be greater than the current time : "
            "9999-12-31T23:59:59Z",
        ),
        (
            NOW_S - 86_401,
            NOW_S,
            "Difference between export period from time and export period to time is greater than "
            "24 hours",
        ),
    ],
)
def test_windows_that_are_refused(from_s: float, to_s: float, expected: str) -> None:
    assert refused(window, from_s, to_s) == f"InvalidExportTimeException: {expected}"


def test_the_creation_is_checked_before_the_recovery() -> None:
    assert "table creation time" in refused(window, CREATED_S - 1, NOW_S, OFF)
    assert refused(window, CREATED_S, CREATED_S + 1, OFF) == UNAVAILABLE


def test_times_in_texts() -> None:
    assert shown(0) == "1970-01-01T00:00:00Z"
    assert shown(1.9) == "1970-01-01T00:00:01Z"
