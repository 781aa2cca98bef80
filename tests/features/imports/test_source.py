"""Records of objects, in the order of their keys."""

from collections.abc import Sequence

import pytest

from jedlik.buckets.interface import BucketError, StoredObject
from jedlik.features.imports import source
from jedlik.features.imports.records import BEGIN, Place
from jedlik.features.imports.source import FoundBatch, Objects
from jedlik.wire.item_files.reader import Form
from tests.engine.in_memory import result_of
from tests.features.imports.samples import MemoryBuckets, compressed, numbered

JSON = Form("DYNAMODB_JSON", "NONE")
GZIP = Form("DYNAMODB_JSON", "GZIP")


def objects(buckets: MemoryBuckets, place: Place = BEGIN, form: Form = JSON) -> Objects:
    return Objects(buckets, "data", "d", form, place)


def batch(read: Objects, most: int = 4) -> FoundBatch:
    return result_of(read.batch(most, 1 << 20))


def places(found: FoundBatch) -> list[tuple[str, int]]:
    return [(each.key, each.number) for each in found.records]


def test_objects_with_the_prefix_are_read_in_order() -> None:
    # The prefix is a plain string (recorded answer, October 2026).
    bucket = {"data2/x": numbered(range(2)), "c": b"", "d": numbered(range(3)), "data.bak": b"\n"}
    read = objects(MemoryBuckets(data=bucket))
    first, second = batch(read), batch(read)
    assert places(first) == [("d", 0), ("d", 1), ("d", 2), ("data2/x", 0)]
    assert places(second) == [("data2/x", 1)]
    assert (first.is_end, second.is_end) == (False, True)
    assert (
        first.size_bytes + second.size_bytes
        == len(numbered(range(3))) + len(numbered(range(2))) + 1
    )
    assert second.place == {**BEGIN, "After": "data2/x"}


@pytest.mark.parametrize("form", [JSON, GZIP])
def test_another_one_goes_on_from_each_place(form: Form) -> None:
    data = numbered(range(10))
    stored = data if form is JSON else compressed(data)
    buckets = MemoryBuckets(data={"d1": stored, "d2": stored})
    seen: list[tuple[str, int]] = []
    sizes = 0
    place = BEGIN
    while True:
        found = batch(objects(buckets, place, form), 3)
        seen += places(found)
        sizes += found.size_bytes
        place = found.place
        if found.is_end:
            break
    assert seen == [(key, number) for key in ("d1", "d2") for number in range(10)]
    assert sizes == 2 * len(data)


def test_an_object_that_changes_is_left() -> None:
    buckets = MemoryBuckets(data={"d1": numbered(range(10)), "d2": numbered(range(2))})
    place = batch(objects(buckets)).place
    buckets.buckets["data"]["d1"] = numbered(range(20))
    found = batch(objects(buckets, place))
    assert places(found) == [("d1", 4), ("d2", 0), ("d2", 1)]
    assert "was changed or deleted" in found.records[0].record.fault


def test_an_object_that_changes_while_it_is_read_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "CHUNK_BYTES", 100)
    buckets = MemoryBuckets(data={"d1": numbered(range(10)), "d2": numbered(range(2))})
    read = objects(buckets)
    batch(read, 2)
    buckets.buckets["data"]["d1"] = buckets.buckets["data"]["d1"].replace(b"9", b"8")
    found = batch(read, 50)
    assert places(found)[-3:] == [("d1", 10), ("d2", 0), ("d2", 1)]
    assert "was changed or deleted" in found.records[-3].record.fault


def test_an_object_that_disappears_is_left() -> None:
    buckets = MemoryBuckets(data={"d1": numbered(range(10)), "d2": numbered(range(2))})
    read = objects(buckets)
    place = batch(read).place
    del buckets.buckets["data"]["d1"]
    for each in (read, objects(buckets, place)):
        found = [(each.key, bool(each.record.fault)) for each in batch(each, 10).records]
        assert found[-2:] == [("d2", False), ("d2", False)]


def test_a_bucket_that_fails_loses_nothing() -> None:
    buckets = MemoryBuckets(data={"d1": numbered(range(3))})
    read = objects(buckets)
    buckets.failure = BucketError("Unavailable", "", retryable=True)
    with pytest.raises(BucketError):
        batch(read)
    assert read.place == BEGIN
    buckets.failure = None
    assert len(batch(objects(buckets, read.place)).records) == 3


def test_many_small_objects_are_in_one_batch_and_their_list_is_read_in_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "_LISTED", 7)
    buckets = MemoryBuckets(data={f"d{each:03}": numbered(range(1)) for each in range(60)})
    read = objects(buckets)
    found = batch(read, 50)
    assert len(found.records) == 50
    assert [each.key for each in batch(read, 50).records] == [
        f"d{each:03}" for each in range(50, 60)
    ]


class Repeating(MemoryBuckets):
    """Buckets of a server that ignores where a list must begin."""

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        return await super().list(bucket, prefix, limit=limit)


def test_a_server_that_lists_objects_again_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_LISTED", 3)
    buckets = Repeating(data={f"d{each}": numbered(range(1)) for each in range(3)})
    found = batch(objects(buckets), 50)
    assert (len(found.records), found.is_end) == (3, True)


def test_a_batch_ends_after_some_steps_without_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_STEPS_MAX", 5)
    buckets = MemoryBuckets(data={f"d{each:03}": b"" for each in range(12)})
    read = objects(buckets)
    ends = [batch(read).is_end for _ in range(3)]
    assert ends == [False, False, True]
    assert batch(objects(buckets, {**BEGIN, "After": "d010"})).is_end
