"""The setting of point-in-time recovery, and the seconds that can be restored.

The state of a table at second T has every commit before T + 1 s. The service does not say which
commits of second T it restores.
"""

from typing import Final, NamedTuple

from jedlik.core.keys.position import position_at, position_ms
from jedlik.engine.table_record import PointInTimeRecovery, TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history.partitions import begin, end

DEFAULT_DAYS: Final = 35
_SECOND_MS: Final = 1000
_DAY_MS: Final = 86_400_000


class Window(NamedTuple):
    """The seconds (Unix time) to which a table can be restored, both inclusive."""

    earliest_s: int
    latest_s: int


def enable(record: TableRecord, days: int | None, moment: Moment) -> None:
    """Enables point-in-time recovery, or changes how long the history is stored.

    days: None leaves the number as it is, or takes the default.
    """
    if "PointInTimeRecovery" in record:
        if days is not None:
            record["PointInTimeRecovery"] = {**record["PointInTimeRecovery"], "Days": days}
        return
    # The transaction that stores the record sets its begin.
    record["PointInTimeRecovery"] = {"Days": days or DEFAULT_DAYS, "Since": 0}
    begin(record, moment.now_ms)


def disable(record: TableRecord) -> None:
    """Disables point-in-time recovery. The history is erased."""
    if record.pop("PointInTimeRecovery", None) is not None:
        end(record)


def window_of(recovery: PointInTimeRecovery, last: int, now_ms: int) -> Window:
    """Returns the seconds to which a table can be restored now. The latest is the last full second.

    last: the position of the last Append. It may be ahead of a clock that was set back.
    """
    now_ms = max(now_ms, position_ms(last))
    since_s = position_ms(recovery["Since"]) // _SECOND_MS
    oldest_s = -(-(now_ms - recovery["Days"] * _DAY_MS) // _SECOND_MS)
    earliest_s = max(since_s, oldest_s)
    return Window(earliest_s, max(earliest_s, now_ms // _SECOND_MS - 1))


def moment_at(second: int, last: int, now_ms: int) -> int:
    """Returns the moment of a second: the position up to which commits belong to its state.

    If the second has not ended, the moment is now.
    """
    end_of_second = position_at((second + 1) * _SECOND_MS) - 1
    return min(end_of_second, max(last, position_at(now_ms)))
