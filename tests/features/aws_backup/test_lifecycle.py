"""Lifecycles and windows. Texts about days: terraform-provider-aws #24960 and #7350."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.features.aws_backup.lifecycle import (
    after_minutes,
    check_windows,
    checked_lifecycle,
    delete_at_ms,
)

RANGE = "Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days"
APART = (
    "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from "
    "MoveToColdStorageAfterDays"
)


@pytest.mark.parametrize(
    ("lifecycle", "stored"),
    [
        ({}, {}),
        ({"DeleteAfterDays": 1}, {"DeleteAfterDays": 1}),
        ({"DeleteAfterDays": -1, "MoveToColdStorageAfterDays": -1}, {}),
        ({"OptInToArchiveForSupportedResources": False}, {}),
        (
            {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120},
            {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120},
        ),
    ],
)
def test_lifecycles(lifecycle: dict[str, Any], stored: dict[str, Any]) -> None:
    assert checked_lifecycle(lifecycle) == stored


@pytest.mark.parametrize(
    ("lifecycle", "text"),
    [
        ({"DeleteAfterDays": 0}, RANGE),
        ({"DeleteAfterDays": 36_501}, RANGE),
        ({"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 119}, APART),
        ({"DeleteAfterEvent": "DELETE_AFTER_COPY"}, "Invalid lifecycle. DeleteAfterEvent is not"),
        ({"OptInToArchiveForSupportedResources": True}, "Jedlik does not have archives"),
    ],
)
def test_refused_lifecycles(lifecycle: dict[str, Any], text: str) -> None:
    with pytest.raises(Reject) as caught:
        checked_lifecycle(lifecycle)
    assert caught.value.error.code == "InvalidParameterValueException"
    assert str(caught.value.error.message).startswith(text)


def test_the_end_of_a_lifecycle() -> None:
    assert delete_at_ms({"DeleteAfterDays": 2}, 1_000) == 1_000 + 2 * 86_400_000
    assert delete_at_ms({"MoveToColdStorageAfterDays": 2}, 1_000) is None


def test_windows() -> None:
    check_windows(None, None)
    check_windows(60, 1)
    check_windows(52_560_000, 52_560_000)
    assert after_minutes(5, 2) == 120_005
    for start, complete in ((59, None), (None, 0), (52_560_001, None), (None, 52_560_001)):
        with pytest.raises(Reject):
            check_windows(start, complete)
