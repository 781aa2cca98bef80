"""The record of a work."""

import pytest

from jedlik.engine.context import Node
from jedlik.engine.jobs import Piece
from jedlik.features.history.work import (
    Work,
    all_works,
    id_in_key,
    key_of_work,
    new_work,
    pieces_of_works,
    reads_table,
    work_from_bytes,
    work_key,
    work_to_bytes,
    works_on,
)
from jedlik.storage.interface import Put
from tests.engine.in_memory import Caller, result_of
from tests.engine.tables import TABLE_ID, record_of
from tests.features.used_storage import write

ID = "00000000-0000-4000-8000-000000000001"


def test_a_work_survives_its_bytes() -> None:
    work = new_work(ID, "backup", {"Name": "b"}, record_of())
    assert work_from_bytes(work_to_bytes(work)) == work


def test_a_stored_work_needs_its_table() -> None:
    caller = Caller()
    assert result_of(all_works(caller.node.storage)) == []
    work = new_work(ID, "backup", {}, record_of())
    stored(caller, work)
    assert result_of(all_works(caller.node.storage)) == [work]
    assert result_of(reads_table(caller.node.storage, TABLE_ID))
    assert not result_of(reads_table(caller.node.storage, TABLE_ID + 1))


OTHER = "00000000-0000-4000-8000-000000000002"


def stored(caller: Caller, work: Work) -> None:
    write(caller, [Put(key_of_work(work), work_to_bytes(work))])


def test_the_key_has_the_table_and_the_id() -> None:
    work = new_work(ID, "backup", {}, record_of())
    assert key_of_work(work) == work_key(ID, TABLE_ID)
    assert id_in_key(key_of_work(work)) == ID
    assert work_key(ID, 1) < work_key(OTHER, 1) < work_key(ID, 2)


def test_works_on_a_table_until_they_have_read_it() -> None:
    caller = Caller()
    first = new_work(ID, "backup", {}, record_of())
    read: Work = {**new_work(OTHER, "restore", {}, record_of()), "IsRead": True}
    stored(caller, first)
    stored(caller, read)
    assert result_of(works_on(caller.node.storage, TABLE_ID)) == [first]
    assert result_of(works_on(caller.node.storage, TABLE_ID + 1)) == []


async def at_once() -> bool:
    return True


async def done(lease: object) -> None:
    """Does nothing."""


def piece_of(node: Node, work: Work) -> Piece:
    return Piece(work["Id"], at_once, done)


def due(caller: Caller, kind: str) -> list[str]:
    """Returns the works of a kind that a job would do."""

    async def found() -> list[str]:
        pieces = await pieces_of_works(caller.node, (kind,), piece_of)
        return [each.of for each in pieces if await each.is_due()]

    return result_of(found())


def test_each_job_does_the_works_of_its_kinds() -> None:
    caller = Caller()
    stored(caller, new_work(ID, "backup", {}, record_of()))
    stored(caller, new_work(OTHER, "restore", {}, record_of()))
    assert (due(caller, "backup"), due(caller, "restore")) == ([ID], [OTHER])


def test_a_record_that_cannot_be_read_stops_only_its_own_work() -> None:
    caller = Caller()
    damaged = new_work(ID, "backup", {}, record_of())
    other = new_work(OTHER, "backup", {}, {**record_of(), "Id": TABLE_ID + 1})
    stored(caller, other)
    write(caller, [Put(key_of_work(damaged), b"{")])
    pieces = result_of(pieces_of_works(caller.node, ("backup",), piece_of))
    assert [each.of for each in pieces] == [f"table number {TABLE_ID}", OTHER]
    with pytest.raises(ValueError, match="unexpected end"):
        result_of(pieces[0].is_due())
    assert not result_of(reads_table(caller.node.storage, TABLE_ID + 2))
    assert result_of(reads_table(caller.node.storage, TABLE_ID + 1))
