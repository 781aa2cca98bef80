"""The record of a work."""

from jedlik.features.history.work import (
    all_works,
    new_work,
    reads_table,
    work_from_bytes,
    work_key,
    work_to_bytes,
)
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import Caller, result_of
from tests.engine.tables import TABLE_ID, record_of

ID = "00000000-0000-4000-8000-000000000001"


def test_a_work_survives_its_bytes() -> None:
    work = new_work(ID, "backup", {"Name": "b"}, record_of())
    assert work_from_bytes(work_to_bytes(work)) == work


def test_a_stored_work_needs_its_table() -> None:
    caller = Caller()
    assert result_of(all_works(caller.node.storage)) == []
    work = new_work(ID, "backup", {}, record_of())
    stored = Batch((Put(work_key(ID), work_to_bytes(work)),), None)
    result_of(caller.node.storage.transact([], lambda _: stored))
    assert result_of(all_works(caller.node.storage)) == [work]
    assert result_of(reads_table(caller.node.storage, TABLE_ID))
    assert not result_of(reads_table(caller.node.storage, TABLE_ID + 1))
