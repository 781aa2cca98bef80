"""Whole objects: all formats and compressions, places to go on from, and hostile bytes."""

import gzip
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.wire.item_files.formats import Compression, InputFormat
from jedlik.wire.item_files.json_lines import PARTS_MAX
from jedlik.wire.item_files.reader import Form, ItemReader, ItemRecord, can_read_ion

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "GZIP": gzip.compress,
    "ZSTD": zstandard.ZstdCompressor().compress,
    "NONE": lambda data: data,
}
JSON = Form("DYNAMODB_JSON", "NONE")


def json_of(number: int) -> bytes:
    return orjson.dumps({"Item": {"pk": {"S": str(number)}}}) + b"\n"


def csv_of(number: int) -> bytes:
    return f"{number}\n".encode()


def ion_of(number: int) -> bytes:
    return f'$ion_1_0 {{Item:{{pk:"{number}"}}}}\n'.encode()


def written(form: Form, count: int) -> bytes:
    """Returns an object with items."""
    write = {"DYNAMODB_JSON": json_of, "CSV": csv_of, "ION": ion_of}[form.format]
    header = b"pk\n" if form.format == "CSV" and form.names is None else b""
    return COMPRESS[form.compression](header + b"".join(map(write, range(count))))


def read(reader: ItemReader, data: bytes, chunk: int = 50, most: int = 3) -> list[ItemRecord]:
    """Returns all records of an object."""
    found: list[ItemRecord] = []
    for at in range(0, len(data), chunk):
        reader.push(data[at : at + chunk])
        while records := reader.pull(most, 1_000):
            found += records
    while records := reader.finish(most, 1_000):
        found += records
    return found


def numbers(records: list[ItemRecord]) -> list[int]:
    found = []
    for each in records:
        assert each.item is not None, each.fault
        found.append(int(each.item["pk"]["S"]))
    return found


FORMATS: list[tuple[InputFormat, tuple[str, ...] | None]] = [
    ("DYNAMODB_JSON", None),
    ("CSV", None),
    ("CSV", ("pk",)),
    ("ION", None),
]
COMPRESSIONS: list[Compression] = ["NONE", "GZIP", "ZSTD"]
FORMS = [
    Form(input_format, compression, names=names)
    for input_format, names in FORMATS
    for compression in COMPRESSIONS
]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8)
@given(chunk=st.integers(1, 200), most=st.integers(1, 10))
def test_all_items_are_read(form: Form, chunk: int, most: int) -> None:
    assert numbers(read(ItemReader(form), written(form, 12), chunk, most)) == list(range(12))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("done", [0, 1, 5, 12])
def test_reading_goes_on_from_each_place(form: Form, done: int) -> None:
    data = written(form, 12)
    first = ItemReader(form)
    first.push(data)
    found: list[ItemRecord] = []
    while len(found) < done:
        found += first.pull(1, 1_000) or first.finish(1, 1_000)
    end = first.end if done else 0
    assert numbers(found) == list(range(done))
    assert numbers(read(ItemReader(form, skip=end), data)) == list(range(done, 12))
    if form.compression == "NONE" and not (form.format == "CSV" and form.names is None):
        assert numbers(read(ItemReader(form, at=end), data[end:])) == list(range(done, 12))


@pytest.mark.parametrize("has_conditions", [False, True])
@pytest.mark.parametrize("done", range(9))
def test_several_objects_in_one_line(done: int, has_conditions: bool) -> None:
    """The service reads them: moto, test_import_table_single_file_with_multiple_items."""
    lines = [json_of(each) for each in range(8)]
    data = b"".join([*lines[:3], *(each.strip() for each in lines[3:])])
    form = JSON._replace(has_conditions=has_conditions)
    first = ItemReader(form)
    first.push(data)
    found: list[ItemRecord] = []
    while len(found) < done:
        found += first.pull(1, 10) or first.finish(1, 10)
    assert numbers(found) == list(range(done))
    for reader, rest in (
        (ItemReader(form, at=first.end), data[first.end :]),
        (ItemReader(form, skip=first.end), data),
    ):
        assert numbers(read(reader, rest)) == list(range(done, 8))


def test_more_objects_in_one_line_than_are_divided_at_a_time() -> None:
    count = 2 * PARTS_MAX + 5
    data = json_of(1).strip() * count
    reader = ItemReader(JSON)
    assert numbers(read(reader, data)) == [1] * count
    assert reader.end == len(data)


def test_the_end_counts_all_bytes_that_were_read() -> None:
    data = json_of(1) + b"\n  \n" + json_of(2) + b"\n\n"
    reader = ItemReader(JSON)
    assert numbers(read(reader, data)) == [1, 2]
    assert reader.end == len(data)


def test_what_cannot_be_read_is_the_last_record() -> None:
    # Recorded: the first line that is no item ends the object (Alternator, test_import.py).
    reader = ItemReader(JSON)
    found = read(reader, json_of(1) + b'{"Other": {}}\n' + json_of(2))
    assert [each.fault for each in found] == ["", "The line has no Item"]
    assert found[-1].is_last
    assert reader.pull(10, 1_000) == []


def test_a_row_that_is_no_item_is_followed_by_others() -> None:
    found = read(ItemReader(Form("CSV", "NONE")), b"pk,n\n1,2\n3\n4,5\n")
    assert [each.item is None for each in found] == [False, True, False]
    assert not found[1].is_last


@pytest.mark.parametrize("input_format", ["DYNAMODB_JSON", "CSV", "ION"])
def test_a_long_record_is_refused_without_being_read_to_its_end(input_format: InputFormat) -> None:
    reader = ItemReader(Form(input_format, "NONE", names=("pk",)))
    pushed = 0
    found: list[ItemRecord] = []
    while not found:
        reader.push((b'{"a":"' if not pushed else b"") + b"x" * 250_000)
        pushed += 250_000
        found = reader.pull(10, 1_000_000)
    assert "A record has more than" in found[0].fault
    assert pushed < 20_000_000


@pytest.mark.many_steps
@pytest.mark.parametrize("compression", ["GZIP", "ZSTD"])
def test_a_bomb_of_blank_lines_needs_little_memory(compression: Compression) -> None:
    data = COMPRESS[compression](b"\n" * (2 << 20) + json_of(7))
    assert numbers(read(ItemReader(Form("DYNAMODB_JSON", compression)), data)) == [7]


@pytest.mark.parametrize("form", FORMS)
@given(data=st.binary(max_size=200), chunk=st.integers(1, 50))
@settings(max_examples=15)
def test_any_bytes_are_read_or_refused(form: Form, data: bytes, chunk: int) -> None:
    for each in (data, written(form, 2) + data, COMPRESS[form.compression](data)):
        found = read(ItemReader(form), each, chunk)
        assert all(record.item is not None or record.fault for record in found)
        assert not any(record.is_last for record in found[:-1])


def test_ion_can_be_read_here() -> None:
    assert can_read_ion()


def records_of(values: list[Any]) -> bytes:
    return b"".join(orjson.dumps(each) + b"\n" for each in values)


@given(values=st.lists(st.recursive(st.none() | st.text() | st.integers(0, 9), st.lists)))
def test_any_json_lines_are_read_or_refused(values: list[Any]) -> None:
    found = read(ItemReader(JSON), records_of(values))
    assert len(found) == (1 if values else 0), "the first one is no item"
