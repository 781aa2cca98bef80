"""The job that erases deleted indexes."""

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.secondary_indexes import erasure
from jedlik.storage.interface import Fence, FenceLostError
from tests.engine.in_memory import Caller, is_due, result_of, run_once, run_piece, values
from tests.features.secondary_indexes.samples import check_indexes, index, indexed_table

TWO = [index("one", "x HASH"), index("two", "x HASH")]


def deleted_index(items: int) -> Caller:
    """Returns a caller. Its index 1 had so many entries and was deleted. Index 2 has as many."""
    caller = Caller()
    caller.call("CreateTable", **indexed_table("pk:S x:S", "pk", GlobalSecondaryIndexes=TWO))
    for number in range(items):
        item = {"pk": {"S": str(number)}, "x": {"S": "x"}}
        caller.call("PutItem", TableName="music", Item=item)
    delete = [{"Delete": {"IndexName": "one"}}]
    caller.call("UpdateTable", TableName="music", GlobalSecondaryIndexUpdates=delete)
    return caller


def entries(caller: Caller, index_id: int) -> int:
    prefix = index_id.to_bytes(2, "big")
    return sum(
        key.space == Space.INDEX and key.partition.startswith(prefix) for key in values(caller)
    )


def test_an_index_is_erased_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "_PIECE_ENTRIES", 4)
    caller = deleted_index(10)
    left = [entries(caller, 1)]
    while result_of(is_due(erasure.JOB, caller.node)):
        result_of(run_once(erasure.JOB, caller.node))
        left.append(entries(caller, 1))
    assert left == [10, 6, 2, 0]
    assert entries(caller, 2) == 10
    assert not [key for key in values(caller) if key.space == Space.JOB]
    check_indexes(caller)


def test_nothing_is_erased_without_the_lease() -> None:
    caller = deleted_index(3)
    lease = Fence(erasure.index_erasure_key(1, 1), b"the lease of another process")
    with pytest.raises(FenceLostError):
        result_of(run_piece(erasure.JOB, caller.node, lease))
    assert entries(caller, 1) == 3


def test_nothing_is_due_without_a_deleted_index() -> None:
    caller = deleted_index(0)
    result_of(run_once(erasure.JOB, caller.node))
    assert not result_of(is_due(erasure.JOB, caller.node))
    result_of(run_once(erasure.JOB, caller.node))
