"""The setting of time to live. Texts are tested with UpdateTimeToLive (`tests/apis`)."""

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.time_to_live.setting import CHANGE_INTERVAL_MS, set_time_to_live
from tests.engine.tables import record_of


def change(record: TableRecord, attribute: str, enabled: bool, now_ms: int) -> None:
    set_time_to_live(record, attribute, enabled, Moment(now_ms, now_ms))


def test_it_is_enabled_and_disabled() -> None:
    record = record_of()
    change(record, "at", True, 1_000)
    assert (record["TimeToLiveAttribute"], record["TimeToLiveChangedMs"]) == ("at", 1_000)
    change(record, "at", False, 1_000 + CHANGE_INTERVAL_MS)
    assert "TimeToLiveAttribute" not in record


def test_a_second_change_within_the_interval_is_refused() -> None:
    record = record_of()
    change(record, "at", True, 0)
    with pytest.raises(Reject, match="multiple times within a fixed interval"):
        change(record, "at", False, CHANGE_INTERVAL_MS - 1)


@pytest.mark.parametrize(
    ("attribute", "enabled", "text"),
    [
        ("at", True, "already enabled"),
        ("other", True, "active on a different AttributeName"),
        ("other", False, "active on a different AttributeName"),
    ],
)
def test_a_change_to_the_same_is_refused_first(attribute: str, enabled: bool, text: str) -> None:
    record = record_of()
    change(record, "at", True, 0)
    with pytest.raises(Reject, match=text):
        change(record, attribute, enabled, 0)


def test_nothing_is_disabled_twice() -> None:
    with pytest.raises(Reject, match="already disabled"):
        change(record_of(), "at", False, 0)


def test_a_table_that_is_being_created_is_refused() -> None:
    record = record_of(Transition={"Status": "CREATING", "EndsAtMs": 100})
    with pytest.raises(Reject, match="Table music is being created"):
        change(record, "at", True, 99)
    change(record, "at", True, 100)
