"""The progress of a build says which items are in the index."""

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.features.secondary_indexes.build import (
    build_from_bytes,
    build_to_bytes,
    entries_span,
    has_passed,
    marks_span,
    new_build,
)
from jedlik.features.secondary_indexes.index import index_prefix
from jedlik.features.secondary_indexes.spans import index_span
from tests.engine.tables import record_of


def item(partition: bytes, sort: bytes) -> Key:
    return Key(Space.ITEM, 7, partition, sort)


def test_a_build_starts_before_all_items() -> None:
    build = new_build(record_of(), 2, 1_000)
    assert build_from_bytes(build_to_bytes(build)) == build
    assert not has_passed(build_to_bytes(build), item(b"\x00", b""))


def test_a_build_has_passed_the_items_up_to_its_position() -> None:
    build = new_build(record_of(), 2, 1_000)
    build["Partition"], build["Sort"] = b"m".hex(), b"s".hex()
    stored = build_to_bytes(build)
    for key in (item(b"a", b"z"), item(b"m", b""), item(b"m", b"s")):
        assert has_passed(stored, key)
    for key in (item(b"m", b"t"), item(b"n", b"")):
        assert not has_passed(stored, key)


def test_all_items_are_in_an_index_that_is_not_being_built() -> None:
    assert has_passed(None, item(b"a", b""))


def test_the_marks_of_an_index_and_its_entries_are_its_span() -> None:
    prefix = index_prefix(2)
    marks, entries, everything = (
        span(7, prefix) for span in (marks_span, entries_span, index_span)
    )
    assert (marks.start, marks.end) == (everything.start, entries.start)
    assert entries.end == everything.end
