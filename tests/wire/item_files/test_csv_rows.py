"""Items in CSV."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.wire.item_files.csv_rows import (
    ROW_BYTES,
    Columns,
    Rows,
    fields_of,
    names_of_header,
)
from jedlik.wire.item_files.faults import InvalidRecordError, UnreadableError

TEXT = st.text(alphabet=st.sampled_from("ab \",;\n\r\t:|é'\\"), max_size=8)


def written(rows: list[list[str]], delimiter: str) -> bytes:
    """Returns rows as Python writes them, with every field in quotes."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(rows)
    return file.getvalue().encode()


def rows_of(data: bytes, chunk: int = 7) -> list[bytes]:
    divider = Rows()
    found: list[bytes] = []
    for at in range(0, len(data), chunk):
        found += divider.feed(data[at : at + chunk])
    return found + divider.finish()


@given(
    rows=st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=4),
    delimiter=st.sampled_from(",;:|\t "),
    chunk=st.integers(1, 30),
)
def test_what_was_written_is_read(rows: list[list[str]], delimiter: str, chunk: int) -> None:
    data = written(rows, delimiter)
    found = rows_of(data, chunk)
    assert b"".join(found) == data
    assert [fields_of(each, delimiter, 10) for each in found] == rows


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("a,b,c\n", ["a", "b", "c"]),
        ("a,,\r\n", ["a", "", ""]),
        ("", [""]),
        ('"a,1","b""2"""\n', ["a,1", 'b"2"']),
        # Developer Guide, "Escaping double quotes"
        (
            'id,value """123""",Women\'s Full Lenth Dress',
            ["id", 'value "123"', "Women's Full Lenth Dress"],
        ),
        ('id,value ""123"",x', ["id", 'value "123"', "x"]),
        ("é,😀", ["é", "😀"]),
        (" a , b ", [" a ", " b "]),
    ],
)
def test_fields(row: str, fields: list[str]) -> None:
    assert fields_of(row.encode(), ",", 10) == fields


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (b'id,value "123",x', "A quote in a field is not escaped"),
        (b'"a"b,c', "A quote in a field is not escaped"),
        (b'a"b', "A quote in a field is not escaped"),
        (b'a""""b', "A quote in a field is not escaped"),
        (b'"a', "A quoted field has no end"),
        (b'a"""\n,"""', "A field that is not quoted has a line feed"),
        (b"\xff,a", "The row is not valid UTF-8: invalid start byte"),
    ],
)
def test_rows_that_cannot_be_read(row: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{sentence}$"):
        fields_of(row, ",", 10)


def test_headers() -> None:
    assert names_of_header(b"\xef\xbb\xbfpk;n\r\n", ";") == ["pk", "n"]
    with pytest.raises(UnreadableError, match="without a name"):
        names_of_header(b"pk,,n\n", ",")
    with pytest.raises(UnreadableError, match="the same name"):
        names_of_header(b"pk,n,pk\n", ",")


def test_key_columns_have_their_types_and_others_are_strings() -> None:
    columns = Columns(["pk", "n", "b", "x"], ",", {"pk": "S", "n": "N", "b": "B"})
    item = columns.decode_row(b"a,007,AAE=,7\n")
    assert item == {"pk": {"S": "a"}, "n": {"N": "007"}, "b": {"B": "AAE="}, "x": {"S": "7"}}
    with pytest.raises(InvalidRecordError, match="Base64"):
        columns.decode_row(b"a,7,AAE,7\n")


@pytest.mark.parametrize(
    ("row", "count"), [(b"a\n", "1"), (b"a,b,c\n", "more"), (b"a,,,,,", "more")]
)
def test_the_number_of_columns_must_be_that_of_the_header(row: bytes, count: str) -> None:
    sentence = f"^The row has {count} columns, and the header has 2$"
    with pytest.raises(InvalidRecordError, match=sentence):
        Columns(["a", "b"], ",", {}).decode_row(row)


@pytest.mark.parametrize("data", [b"a," + b"x" * (2 * ROW_BYTES), b'"' + b"\n" * (2 * ROW_BYTES)])
def test_a_row_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="more than 1048576 bytes"):
        rows_of(data, 100_000)


def test_a_quote_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="A quoted field has no end"):
        rows_of(b'a,"b\nc,d\n')


@given(row=st.binary(max_size=40))
def test_any_row_is_read_or_refused(row: bytes) -> None:
    try:
        assert fields_of(row, ",", 5)
    except UnreadableError as error:
        refused(error)


def refused(error: UnreadableError) -> None:
    """Checks that an error says something."""
    assert str(error)
