"""A verification finds what is damaged in the history of a table."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history import reader
from jedlik.features.history.partitions import begin, end
from jedlik.features.history.work import Work
from jedlik.features.tables.change import change_table
from jedlik.storage.interface import LAST_APPEND, Delete, Mutation, Put
from tests.engine.in_memory import Caller, result_of, values
from tests.features.history.samples import (
    NAME,
    begin_work,
    last_position,
    need_history,
    page_of,
    save,
)
from tests.features.secondary_indexes.samples import verified
from tests.features.used_storage import Damage, Stored, write


def used() -> Caller:
    """Returns a table with a history, and a work that has read a page of it."""
    caller = Caller()
    caller.create(NAME)
    for number in range(6):
        caller.call("PutItem", TableName=NAME, Item=item(number))
    result_of(need_history(caller))
    moment = result_of(last_position(caller))
    caller.call("PutItem", TableName=NAME, Item=item(1, a={"S": "new"}))
    caller.call("PutItem", TableName=NAME, Item=item(7))
    caller.call("DeleteItem", TableName=NAME, Key={"pk": {"S": "p2"}})
    caller.call("PutItem", TableName=NAME, Item=item(2))
    caller.call("PutItem", TableName=NAME, Item=item(2, a={"S": "new"}))

    async def read() -> None:
        await page_of(caller, await begin_work(caller, moment))

    result_of(read())
    return caller


def item(number: int, **attributes: object) -> dict[str, object]:
    return {"pk": {"S": f"p{number}"}, "a": {"S": "old"}, **attributes}


def of(stored: Stored, space: Space) -> list[Key]:
    return sorted((each for each in stored if each.space is space), key=lambda each: each.sort)


def record(stored: Stored, at: int, old: bytes, new: bytes) -> Sequence[Mutation]:
    """Changes bytes of a log record."""
    key = of(stored, Space.CHANGE_LOG)[at]
    assert old in stored[key]
    return [Put(key, stored[key].replace(old, new))]


def shorter(stored: Stored) -> Sequence[Mutation]:
    """Overwrites an old image in the overlay."""
    key = next(each for each in of(stored, Space.OVERLAY) if b"old" in stored[each])
    return [Put(key, stored[key].replace(b'"old"', b'"old '))]


def moved_image(stored: Stored) -> Sequence[Mutation]:
    """Gives an overlay entry the image of another item."""
    first, second = [each for each in of(stored, Space.OVERLAY) if b"old" in stored[each]]
    image = stored[second][stored[second].index(b"{") - 5 :]
    head = stored[first][: stored[first].index(b"{") - 5]
    return [Put(first, head + image)]


def stray(stored: Stored) -> Sequence[Mutation]:
    """Adds an overlay entry of no work."""
    key = of(stored, Space.OVERLAY)[0]
    return [Put(key._replace(partition=b"\x00" * 16 + key.partition[16:]), stored[key])]


def later(stored: Stored) -> Sequence[Mutation]:
    (key,) = [each for each in stored if each.space is Space.JOB and each.partition == b"history"]
    return [Put(key, orjson.dumps({**orjson.loads(stored[key]), "Moment": 1 << 62}))]


DAMAGED: list[tuple[Damage, str]] = [
    (
        lambda stored: [Delete(key) for key in of(stored, Space.CHANGE_LOG)[-2:]],
        "is not what the table has",
    ),
    (lambda stored: [Delete(of(stored, Space.CHANGE_LOG)[3])], "cannot follow the one before it"),
    (lambda stored: [Delete(of(stored, Space.LOG_PARTITION)[0])], "are not in the directory"),
    (lambda _: [Put(LAST_APPEND, bytes(8))], "is out of order"),
    (lambda stored: record(stored, 0, b'"old"', b'"old '), "cannot be read"),
    (lambda stored: record(stored, 0, b'"p1"', b'"p1 '), "has no key of the table"),
    (lambda stored: record(stored, 0, b'{"pk":{"S":"p1"}}', b'{"pk":{"N":"p1"}}'), "has no key"),
    (shorter, "an old image does not fit its key"),
    (moved_image, "an old image does not fit its key"),
    (stray, "1 overlay entries belong to no work"),
    (later, "its moment is "),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED, ids=[text for _, text in DAMAGED])
def test_what_is_damaged_is_found(damage: Damage, sentence: str) -> None:
    caller = used()
    write(caller, damage(values(caller)))
    found = verified(caller).sentences
    assert [each for each in found if sentence in each], found


def test_a_history_that_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    report = verified(used())
    assert report.sentences == []
    assert (report.counts["history records"], report.counts["works"]) == (5, 1)


def test_records_of_a_stream_from_before_the_history() -> None:
    caller = Caller()
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    caller.create(NAME, StreamSpecification=stream)
    for attribute in ("a", "b"):
        caller.call("PutItem", TableName=NAME, Item=item(1, a={"S": attribute}))
    result_of(need_history(caller))
    caller.call("PutItem", TableName=NAME, Item=item(1))
    assert verified(caller).sentences == []


def test_records_that_are_no_longer_needed_may_have_gaps() -> None:
    """The log is trimmed partition by partition."""
    caller = Caller()
    caller.create(NAME)
    result_of(need_history(caller, days=1))
    for _ in range(2):
        caller.call("PutItem", TableName=NAME, Item=item(1))
        caller.call("DeleteItem", TableName=NAME, Key={"pk": {"S": "p1"}})
    write(caller, [Delete(of(values(caller), Space.CHANGE_LOG)[1])])
    assert "cannot follow the one before it" in verified(caller).sentences[0]
    caller.clock.time_ms += 2 * 86_400_000
    caller.call("PutItem", TableName=NAME, Item=item(2))
    assert verified(caller).sentences == []


async def set_reader(caller: Caller, reader_id: str | None) -> None:
    """Lets one work read the history of the table, or none."""

    def change(record: TableRecord, moment: Moment) -> None:
        if reader_id is None:
            del record["HistoryReaders"]
            end(record)
        else:
            record["HistoryReaders"] = [reader_id]
            begin(record, moment.now_ms)

    await change_table(caller.context, NAME, change)


def test_a_work_that_has_read_everything_needs_no_records() -> None:
    """It still erases its overlay when the log was closed, and opened again for another work."""
    caller = Caller()
    caller.create(NAME)
    moment = result_of(last_position(caller))
    result_of(set_reader(caller, "first"))
    for attribute in ("a", "b"):
        caller.call("PutItem", TableName=NAME, Item=item(1, a={"S": attribute}))
    result_of(set_reader(caller, None))
    caller.call("DeleteItem", TableName=NAME, Key={"pk": {"S": "p1"}})
    earlier = {**result_of(begin_work(caller, moment)), "IsRead": True}
    result_of(save(caller, cast(Work, earlier)))
    result_of(set_reader(caller, "second"))
    assert verified(caller).sentences == []
    later = {**earlier, "Id": str(UUID(int=1)), "Moment": result_of(last_position(caller))}
    result_of(save(caller, cast(Work, {**later, "IsRead": False})))
    caller.call("PutItem", TableName=NAME, Item=item(2))
    assert verified(caller).sentences == []
    write(caller, [Delete(of(values(caller), Space.ITEM)[-1])])
    assert [each for each in verified(caller).sentences if "is not what the table has" in each]
