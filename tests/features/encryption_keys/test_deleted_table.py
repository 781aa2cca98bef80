"""The data key of a deleted table is stored, because its log can still be read."""

from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.encryption_keys.deleted_table import forget_later
from jedlik.storage.interface import Put
from tests.engine.tables import record_of

MOMENT = Moment(1_000, 1_000)
LABEL = "2026-10-08T22:53:20.123"


def deleted(**members: object) -> list[object]:
    before: TableRecord = {**record_of(), **members}  # type: ignore[typeddict-item]
    after: TableRecord = {**before, "Transition": {"Status": "DELETING", "EndsAtMs": 1_000}}
    return list(forget_later(TableChange(before, after, MOMENT)))


def test_what_a_deletion_writes() -> None:
    assert deleted() == []
    assert deleted(LatestStreamLabel=LABEL) == []
    assert [type(each) for each in deleted(DataKey="key")] == [Put, Put]


def test_another_change_writes_nothing() -> None:
    record: TableRecord = {**record_of(), "DataKey": "key", "LatestStreamLabel": LABEL}
    assert forget_later(TableChange(record, record, MOMENT)) == ()
    assert forget_later(TableChange(None, record, MOMENT)) == ()
