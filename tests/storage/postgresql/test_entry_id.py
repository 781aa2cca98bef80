"""Ids of entries have the order of their keys."""

import asyncio
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Put
from jedlik.storage.postgresql.entry_id import (
    COUNTER_BYTE,
    HEAD_BYTES,
    append_prefix,
    bounds_of,
    id_of,
    lock_number,
    position_in,
    prefix_of,
    tail_of,
)
from tests.storage.postgresql.database import open_empty, prepare
from tests.storage.scenarios import writing

PARTS = st.binary(max_size=4) | st.lists(st.sampled_from([0, 1, 255])).map(bytes)
KEYS = st.builds(Key, st.sampled_from(Space), st.integers(0, 2**40), PARTS, PARTS)
LONG = b"p" * HEAD_BYTES


@given(KEYS, KEYS)
def test_ids_have_the_order_of_keys(one: Key, other: Key) -> None:
    assert (id_of(one) < id_of(other)) == (one < other)
    assert (id_of(one) == id_of(other)) == (one == other)


@given(KEYS)
def test_an_id_has_the_position(key: Key) -> None:
    assert position_in(id_of(key), tail_of(key)) == (key.partition, key.sort)
    assert id_of(key).startswith(prefix_of(key.space, key.table))


@given(KEYS, KEYS)
def test_bounds_have_the_ids_of_the_span(key: Key, other: Key) -> None:
    span = Span(key.space, key.table, (key.partition, key.sort), None)
    low, _, high, _ = bounds_of(span)
    is_within = other[:2] == key[:2] and other >= key
    assert (low <= id_of(other) < high) == is_within
    before = bounds_of(Span(key.space, key.table, None, (key.partition, key.sort)))
    assert (before.low <= id_of(other) < before.high) == (other[:2] == key[:2] and other < key)


def test_a_long_id_fits_into_an_index() -> None:
    key = Key(Space.ITEM, 1, LONG, b"sort")
    tail = tail_of(key)
    assert len(id_of(key)) == HEAD_BYTES + 32
    assert tail is not None
    assert position_in(id_of(key), tail) == (LONG, b"sort")
    assert id_of(key) != id_of(Key(Space.ITEM, 1, LONG, b"other"))
    with pytest.raises(ValueError, match="too long"):
        append_prefix(Space.CHANGE_LOG, 1, LONG)


def test_an_id_has_a_tail_if_it_is_cut() -> None:
    """Near the limit too, with bytes that are escaped and bytes that are not."""
    for size in (
        *range(HEAD_BYTES // 2 - 40, HEAD_BYTES // 2),
        *range(HEAD_BYTES - 40, HEAD_BYTES),
    ):
        for byte in (b"\x00", b"p"):
            key = Key(Space.ITEM, 2**40, byte * size, b"sort")
            assert (tail_of(key) is None) == (len(id_of(key)) <= HEAD_BYTES)


def test_counters_are_recognised_by_their_first_byte() -> None:
    assert id_of(Key(Space.COUNTER, 1, b"", b""))[0] == COUNTER_BYTE == 3


def test_lock_numbers_are_those_of_every_node() -> None:
    """All nodes, of any version, must take the same lock for a key."""
    assert lock_number(id_of(Key(Space.ITEM, 1, b"p", b"s"))) == -131020007775892261


@pytest.mark.parametrize("reverse", [False, True])
def test_scans_put_long_keys_in_order(reverse: bool) -> None:
    prepare()
    begin = b"p" * (HEAD_BYTES - 3 - 2 - 1)  # so that ids with a sort key are about as long as
    places = [  # a head
        (partition, sort)
        for partition in (begin, begin + b"p", begin + b"pp", begin + b"pppp", begin + b"q", b"z")
        for sort in (b"", b"\x00", b"a", b"aa", b"b" * 50)
    ]

    async def whole() -> None:
        storage = await open_empty()
        puts = [Put(Key(Space.ITEM, 1, *place), b"%d" % n) for n, place in enumerate(places)]
        await storage.transact([], writing(*puts[::-1]))
        ordered = sorted(range(len(places)), key=places.__getitem__, reverse=reverse)
        for start, end in product((None, *places[::4]), (None, *places[1::4])):
            found: list[bytes] = []
            span = Span(Space.ITEM, 1, start, end)
            while True:
                page = await storage.scan(span, limit_items=3, limit_bytes=999, reverse=reverse)
                found += page.values
                if page.last is None:
                    break
                partition, sort = page.last
                if reverse:
                    span = span._replace(end=(partition, sort))
                else:
                    span = span._replace(start=(partition, sort + b"\x00"))
            assert found == [
                b"%d" % n
                for n in ordered
                if (start is None or places[n] >= start) and (end is None or places[n] < end)
            ]
        assert list(await storage.read([puts[3].key], consistent=True)) == [b"3"]
        await storage.erase(Span(Space.ITEM, 1), limit_items=99, fence=None)
        await storage.close()

    asyncio.run(whole())
