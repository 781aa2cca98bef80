"""A TableDescription has the members of the table, then those that features add.

Which member is present when is tested with DescribeTable (`tests/apis`).
"""

from collections.abc import Mapping, Sequence

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.table_record import TableRecord, Throughput
from jedlik.features.registry import FEATURES
from jedlik.features.tables.description import (
    answered,
    billing_mode_summary,
    current_throughput,
    described,
    table_class_summary,
)
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import Caller, result_of
from tests.engine.tables import record_of

DAY_MS = 86_400_000
NOTE = Key(Space.JOB, 0, b"test", b"note")


class NotingHooks(TableHooks):
    """Adds a member, and leaves 10 bytes of each table out."""

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        return [NOTE]

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        return {"Note": (values[NOTE] or b"").decode(), "NowMs": now_ms}

    def uncharged_bytes(self, record: TableRecord, values: Mapping[Key, bytes | None]) -> int:
        return 10


def noting() -> Caller:
    caller = Caller(makers=(*FEATURES, lambda _: Feature("noting", NotingHooks())))
    result_of(caller.storage.transact([], lambda _: Batch([Put(NOTE, b"hello")], None)))
    return caller


def test_a_feature_adds_members_and_leaves_bytes_out() -> None:
    caller = noting()
    caller.create()
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "x" * 98}})
    description = caller.describe()
    assert (description["Note"], description["NowMs"]) == ("hello", caller.clock.time_ms)
    assert description["TableSizeBytes"] == 100 - 10


@pytest.mark.parametrize(("ends_in_ms", "status"), [(0, "ACTIVE"), (1, "UPDATING")])
def test_the_answer_to_a_change_shows_its_transition(ends_in_ms: int, status: str) -> None:
    caller = noting()
    ends_at_ms = caller.clock.time_ms + ends_in_ms
    shown = {"Note": None, "TableClassSummary": {"TableClass": "STANDARD"}}
    transition = {"Status": "UPDATING", "EndsAtMs": ends_at_ms, "Shown": shown}
    record = record_of(Transition=transition)
    answer = result_of(answered(caller.context, record))
    assert answer["TableStatus"] == "UPDATING"
    assert answer["TableClassSummary"] == {"TableClass": "STANDARD"}
    assert "Note" not in answer
    assert answer["NowMs"] is None
    assert result_of(described(caller.context, record))["TableStatus"] == status


def test_decreases_are_counted_each_day_of_utc() -> None:
    throughput: Throughput = {
        "ReadCapacityUnits": 1,
        "WriteCapacityUnits": 1,
        "NumberOfDecreasesToday": 3,
        "LastDecreaseDateTime": DAY_MS / 1000 - 1,
    }
    assert current_throughput(throughput, DAY_MS - 1) == throughput
    assert current_throughput(throughput, DAY_MS)["NumberOfDecreasesToday"] == 0


def test_summaries_are_absent_until_their_setting_was_changed() -> None:
    record = record_of()
    summaries = (billing_mode_summary, table_class_summary)
    assert [summary(record) for summary in summaries] == [None, None]
    record["TableClass"] = "STANDARD"
    assert table_class_summary(record) == {"TableClass": "STANDARD"}
    record["TableClassChangesMs"] = [1_000, 2_000]
    assert table_class_summary(record) == {"TableClass": "STANDARD", "LastUpdateDateTime": 2.0}
