"""Dividing Ion text into structs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.item_files.ion_text import LEVELS_MAX, STRUCT_BYTES, Structs

TEXT = b"""$ion_1_0 {Item:{pk:"a}",n:1.,b:{{AAE=}}}}
// a comment with a {
$ion_1_0 {Item:{'a}b':'''long } ''' '''text''',l:[1.,{x:null}],s:"\\"}"}}
/* another { */ {Item:{s:(a / b)}}
"""


def structs(data: bytes, chunk: int = 10_000) -> list[bytes]:
    divider = Structs()
    found: list[bytes] = []
    for at in range(0, len(data), chunk):
        found += divider.feed(data[at : at + chunk])
    return found + divider.finish()


@given(chunk=st.integers(1, 60))
def test_structs_are_the_same_wherever_chunks_end(chunk: int) -> None:
    found = structs(TEXT, chunk)
    assert b"".join(found) == TEXT.rstrip()
    assert [each.count(b"Item") for each in found] == [1, 1, 1]
    assert found[0].endswith(b"{{AAE=}}}}")
    assert found[2].endswith(b"(a / b)}}")


def test_text_after_the_last_struct_is_returned() -> None:
    assert structs(b"{a:1} tail") == [b"{a:1}", b" tail"]
    assert structs(b"{a:1}\n \n") == [b"{a:1}"]
    assert structs(b"{a:") == [b"{a:"]
    assert structs(b"") == []


def test_deep_text_is_refused() -> None:
    deep = b"[" * (LEVELS_MAX + 1)
    with pytest.raises(UnreadableError, match="nested too deeply"):
        structs(deep + b"    ")
    assert structs(deep[1:] + b"]" * LEVELS_MAX) == [deep[1:] + b"]" * LEVELS_MAX]


@pytest.mark.parametrize("text", [b"}     ", b"{a:1}}    ", b"]     "])
def test_a_bracket_that_closes_nothing_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableError, match="closes nothing"):
        structs(text)


@pytest.mark.parametrize(
    "text", [b'{a:"' + b"x" * 1000, b"{a:/*" + b"x" * 1000, b"{a:b,c:" + b"d" * 1000]
)
def test_a_struct_without_end_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableError, match=f"more than {STRUCT_BYTES} bytes"):
        structs(text + b"x" * (3 * STRUCT_BYTES), 100_000)


def test_binary_ion_is_refused() -> None:
    with pytest.raises(UnreadableError, match="binary Ion"):
        structs(b"\xe0\x01\x00\xea\x81\x83", 3)


@given(data=st.binary(max_size=80), chunk=st.integers(1, 20))
def test_any_bytes_are_divided_or_refused(data: bytes, chunk: int) -> None:
    try:
        found = structs(data, chunk)
    except UnreadableError as error:
        refused(error)
    else:
        assert data.startswith(b"".join(found))


def refused(error: UnreadableError) -> None:
    """Checks that an error says something."""
    assert str(error)
