"""Entries, tokens, works and lines: where they are, and what they are not confused with."""

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.imports.entries import EntryPlace, place_of
from jedlik.features.imports.records import (
    all_imports,
    all_works,
    arn_of,
    entry_key,
    import_from_bytes,
    line_key,
    lines_span,
    place_in,
    to_bytes,
    work_from_bytes,
    work_key,
)
from tests.engine.in_memory import ACCOUNT, REGION, result_of, values
from tests.features.imports.samples import MemoryBuckets, begin, caller_with

PLACE = EntryPlace(REGION, ACCOUNT, "music", "01791500000123-0badf00d")


def test_what_an_import_stores_is_found_again() -> None:
    caller = caller_with(MemoryBuckets())
    arn = begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    stored = values(caller)
    key = work_key(work["Id"])
    assert work_from_bytes(stored[key]) == work
    assert to_bytes(work) == stored[key]
    entry = import_from_bytes(stored[entry_key(place_in(work))])
    assert arn_of(place_of(entry)) == arn_of(place_in(work)) == arn

    async def entries() -> list[object]:
        return [each async for each in all_imports(caller.node.storage)]

    assert result_of(entries()) == [entry], "its token is none"


def test_lines_are_under_the_number_of_the_table() -> None:
    caller = caller_with(MemoryBuckets())
    begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    key = line_key({**work, "TableNumber": 7}, 3)
    span = lines_span(7, work["ImportId"])
    assert (key.space, key.table) == (Space.IMPORT, 7)
    assert span.start is not None
    assert span.end is not None
    assert span.start <= (key.partition, key.sort) < span.end


def test_another_record_is_no_work() -> None:
    with pytest.raises((KeyError, ValueError)):
        work_from_bytes(b'{"Id": "x"}')
