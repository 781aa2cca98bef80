"""The times of an export: which moment or window a request means. Pure.

Source of the texts and of their order: recorded answers, October 2026 (ack-api-quirks, moto,
Alternator), except for those marked as ours.
"""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.position import position_at, position_ms
from jedlik.core.limits import EXPORT_WINDOW_SECONDS_MAX, EXPORT_WINDOW_SECONDS_MIN
from jedlik.core.types.structures import IncrementalExportSpecification
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.recovery import moment_at, window_of
from jedlik.features.history.partitions import recovery_of

_SECOND_MS: Final = 1000
_SHOWN_S: Final = (-62_135_596_800, 253_402_300_799)  # the years 1 to 9999
_INVALID: Final = "Export Time is invalid"
_UNAVAILABLE: Final = "Point in Time Recovery is not available for specified export time"
_TOO_SHORT: Final = (
    "Difference between export period from time and export period to time is less than 15 minutes"
)
# Ours, after the words of the one before: this text is not recorded.
_TOO_LONG: Final = (
    "Difference between export period from time and export period to time is greater than 24 hours"
)


class Now(NamedTuple):
    """The present. last: the position of the last Append, which may be ahead of the clock."""

    clock_ms: int
    last: int

    @property
    def ms(self) -> int:
        """Returns the time, not before that of the last commit."""
        return max(self.clock_ms, position_ms(self.last))


class FullTimes(NamedTuple):
    """moment: the last position whose commit belongs to the export. export_ms: ExportTime."""

    moment: int
    export_ms: int


class WindowTimes(NamedTuple):
    """The window of an incremental export. to_ms: exclusive. after: the position before the window.
    until: the last position in it.
    """

    from_ms: int
    to_ms: int
    after: int
    until: int


def full_times(export_time: float | None, record: TableRecord, now: Now) -> FullTimes:
    """Returns the times of a full export. Raises Reject.

    export_time: ExportTime in seconds. None: the time of the request, with all commits before it.
    """
    recovery = recovery_of(record)
    if export_time is None:
        return FullTimes(max(now.last, position_at(now.clock_ms)), now.ms)
    earliest_s = window_of(recovery, now.last, now.clock_ms).earliest_s
    if not earliest_s <= export_time <= now.ms / _SECOND_MS:
        raise _invalid(_INVALID)
    moment = moment_at(int(export_time), now.last, now.clock_ms)
    return FullTimes(moment, round(export_time * _SECOND_MS))


def window_times(
    specification: IncrementalExportSpecification, record: TableRecord, now: Now
) -> WindowTimes:
    """Returns the window of an incremental export. Raises Reject.

    specification: has ExportFromTime.
    """
    from_s = specification["ExportFromTime"]
    if not from_s >= int(record["CreationDateTime"]):
        raise _invalid(
            "Incremental export period from time cannot be less than the table creation time : "
            f"{shown(from_s)}"
        )
    recovery = recovery_of(record)
    if from_s < window_of(recovery, now.last, now.clock_ms).earliest_s:
        raise _invalid(_UNAVAILABLE)  # that it is this text is not recorded
    to_s = specification.get("ExportToTime", now.ms / _SECOND_MS)
    if not to_s - from_s >= EXPORT_WINDOW_SECONDS_MIN:
        raise _invalid(_TOO_SHORT)
    if to_s > now.ms / _SECOND_MS:
        raise _invalid(
            "Incremental export period to time cannot be greater than the current time : "
            f"{shown(to_s)}"
        )
    if to_s - from_s > EXPORT_WINDOW_SECONDS_MAX:
        raise _invalid(_TOO_LONG)
    from_ms, to_ms = round(from_s * _SECOND_MS), round(to_s * _SECOND_MS)
    # The log has all changes since this position. The first second is shown whole.
    after = max(position_at(from_ms), recovery["Since"]) - 1
    return WindowTimes(from_ms, to_ms, after, position_at(to_ms) - 1)


def shown(seconds: float) -> str:
    """Returns a time as errors show it: `2026-10-09T00:41:50Z`."""
    within = min(max(seconds, _SHOWN_S[0]), _SHOWN_S[1])
    time = datetime.fromtimestamp(int(within), tz=UTC).replace(tzinfo=None)
    return time.isoformat(timespec="seconds") + "Z"


def _invalid(message: str) -> Reject:
    return Reject(ServiceError("InvalidExportTimeException", message))
