"""`jedlik verify` of exports."""

import pytest

from jedlik.core.keys.key import Key
from jedlik.features.exports import make_exports
from jedlik.features.exports.records import (
    KIND,
    data_file_put,
    due_key,
    export_from_bytes,
    key_of,
)
from jedlik.features.history import reader, window
from jedlik.features.history.work import all_works, key_of_work
from jedlik.storage.interface import Batch, Delete, Mutation
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.exports.samples import (
    SECOND,
    begin,
    begin_window,
    exported,
    put,
    with_items,
)
from tests.features.exports.test_records import EXPORT, FILE
from tests.features.secondary_indexes.samples import verified


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(window, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(window, "_LOG_RECORDS", 2)
    monkeypatch.setattr(make_exports, "_FILE_BYTES", 1)


def write(caller: Caller, *mutations: Mutation) -> None:
    result_of(caller.node.storage.transact([], lambda _: Batch(mutations, None)))


def export_keys(caller: Caller) -> list[Key]:
    return [
        key_of(export_from_bytes(value))
        for key, value in values(caller).items()
        if key.space == 21 and not key.partition.startswith(b"\x00")
    ]


def test_each_step_agrees() -> None:
    caller, _ = with_items(5)
    caller.clock.time_ms += 3_600_000
    for number in range(5):
        put(caller, number, "later")
    begin(caller, ExportTime=SECOND + 1)
    begin_window(caller, SECOND + 10, SECOND + 3_600)
    steps = 0
    while result_of(is_due(make_exports.JOB, caller.node)):
        report = verified(caller)
        assert report.sentences == []
        assert report.counts["exports"] == 2
        result_of(run_once(make_exports.JOB, caller.node))
        steps += 1
    assert steps > 10
    assert verified(caller).sentences == []


def test_an_export_without_a_work() -> None:
    caller, _ = with_items(1)
    begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    write(caller, Delete(key_of_work(work)))
    (sentence,) = verified(caller).sentences
    assert sentence.endswith("is under way, and no work makes it")


def test_a_work_without_an_export() -> None:
    caller, _ = with_items(1)
    begin(caller)
    write(caller, *map(Delete, export_keys(caller)))
    (sentence,) = verified(caller).sentences
    assert sentence.endswith("has a work and no entry")


def test_an_export_that_is_never_deleted() -> None:
    caller, _ = with_items(1)
    exported(caller)
    (key,) = export_keys(caller)
    write(caller, Delete(due_key(key, caller.clock.time_ms)))
    (sentence,) = verified(caller).sentences
    assert sentence.endswith("is never deleted")


def test_data_files_of_nobody_and_too_many() -> None:
    caller, _ = with_items(1)
    write(caller, data_file_put(EXPORT["WorkId"], 0, FILE))
    assert verified(caller).sentences == ["exports: 1 entries of data files belong to no work"]
    caller, _ = with_items(1)
    begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    assert work["Kind"] == KIND
    write(caller, data_file_put(work["Id"], 0, FILE))
    (sentence,) = verified(caller).sentences
    assert sentence.endswith("data files: stored is 1, expected 0")
