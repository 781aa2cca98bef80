"""Lines: wherever chunks end, the lines are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.item_files.lines import Lines


def lines(data: bytes, chunk: int, most: int = 100) -> list[bytes]:
    divider = Lines(most)
    found: list[bytes] = []
    for at in range(0, len(data), chunk):
        found += divider.feed(data[at : at + chunk])
    return found + divider.finish()


@given(data=st.binary(max_size=100), chunk=st.integers(1, 20))
def test_lines_are_the_same_wherever_chunks_end(data: bytes, chunk: int) -> None:
    found = lines(data, chunk)
    assert b"".join(found) == data
    assert all(line.count(b"\n") == 1 and line.endswith(b"\n") for line in found[:-1])
    assert not found or b"\n" not in found[-1][:-1]


def test_a_long_line_is_refused_before_its_end() -> None:
    divider = Lines(10)
    assert divider.feed(b"one\ntwo") == [b"one\n"]
    assert divider.feed(b" and more") == []
    with pytest.raises(UnreadableError, match="A record has more than 10 bytes"):
        divider.feed(b"")
    with pytest.raises(UnreadableError):
        divider.finish()
