"""The rules about lifecycles and windows. Pure.

Source: API Reference, Lifecycle and BackupRuleInput. The texts about DeleteAfterDays are recorded
(terraform-provider-aws #24960 and #7350).
"""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.features.aws_backup.refusals import invalid_value, not_built

_DELETE: Final = "DeleteAfterDays"
_MOVE: Final = "MoveToColdStorageAfterDays"
_FOREVER: Final = -1
_DAYS_MAX: Final = 36_500
_COLD_DAYS: Final = 90
_CONTINUOUS_DAYS_MAX: Final = 35  # API Reference, BackupRuleInput
_DAY_MS: Final = 86_400_000
_MINUTE_MS: Final = 60_000
_WINDOW_MINUTES_MIN: Final = 60
_WINDOW_MINUTES_MAX: Final = 52_560_000
START_MINUTES: Final = 8 * 60


def checked_lifecycle(lifecycle: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a lifecycle as it is stored: without members that mean nothing. Raises Reject."""
    if "DeleteAfterEvent" in lifecycle:
        raise invalid_value("Invalid lifecycle. DeleteAfterEvent is not valid as an input")
    if lifecycle.get("OptInToArchiveForSupportedResources"):
        raise not_built("archives of backups; omit OptInToArchiveForSupportedResources")
    checked: dict[str, Any] = {}
    for name in (_MOVE, _DELETE):
        days = lifecycle.get(name, _FOREVER)
        if days == _FOREVER:
            continue
        if not 1 <= days <= _DAYS_MAX:
            raise invalid_value(_out_of_range(name))
        checked[name] = days
    if len(checked) == 2 and checked[_DELETE] < checked[_MOVE] + _COLD_DAYS:
        raise invalid_value(
            f"Invalid lifecycle. {_DELETE} cannot be less than {_COLD_DAYS} days apart from {_MOVE}"
        )
    return checked


def check_continuous(lifecycle: Mapping[str, Any]) -> None:
    """Checks the lifecycle, as it is stored, of a rule with EnableContinuousBackup. Raises Reject.

    The texts are recorded (terraform-aws-backup #40 and #61, aws-cdk #17602).
    """
    if _MOVE in lifecycle:
        raise invalid_value(f"Invalid lifecycle. {_MOVE} is unavailable")
    if _DELETE not in lifecycle:
        raise invalid_value("Lifecycle must be specified for backup rule enabled continuous backup")
    if lifecycle[_DELETE] > _CONTINUOUS_DAYS_MAX:
        raise invalid_value(_out_of_range(_DELETE))


def delete_at_ms(lifecycle: Mapping[str, Any], created_ms: int) -> int | None:
    """Returns when a recovery point is deleted, None if never."""
    days = lifecycle.get(_DELETE)
    return None if days is None else created_ms + days * _DAY_MS


def check_windows(start_minutes: int | None, complete_minutes: int | None) -> None:
    """Raises Reject for a window that is too short or too long."""
    if start_minutes is not None and start_minutes < _WINDOW_MINUTES_MIN:
        raise invalid_value(f"The start window must be at least {_WINDOW_MINUTES_MIN} minutes")
    if complete_minutes is not None and complete_minutes < 1:
        raise invalid_value("The completion window must be at least 1 minute")
    if max(start_minutes or 0, complete_minutes or 0) > _WINDOW_MINUTES_MAX:
        raise invalid_value(f"A window has at most {_WINDOW_MINUTES_MAX} minutes")


def _out_of_range(name: str) -> str:
    return f"Invalid lifecycle. {name} cannot be less than 1 or more than {_DAYS_MAX} days"


def after_minutes(at_ms: int, minutes: int) -> int:
    """Returns the time so many minutes later."""
    return at_ms + minutes * _MINUTE_MS
