"""Blocks give back their items, and every change of a block is noticed."""

import hashlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.backups.blocks import DamagedBlockError, block_of, items_in


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_items_come_back(items: list[bytes]) -> None:
    assert items_in(block_of(items), "block") == items


def test_items_are_compressed() -> None:
    assert len(block_of([b"x" * 100_000])) < 1_000


@pytest.mark.parametrize("at", [0, 31, 32, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    block = bytearray(block_of([b"item"]))
    block[at] ^= 1
    with pytest.raises(DamagedBlockError, match="block 7 is damaged: its checksum is wrong"):
        items_in(bytes(block), "block 7")


@pytest.mark.parametrize("block", [b"", b"short", None])
def test_a_block_that_is_cut_or_missing(block: bytes | None) -> None:
    with pytest.raises(DamagedBlockError, match=r"block 7 is (missing|damaged)"):
        items_in(block, "block 7")


def signed(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


@pytest.mark.parametrize(
    "content",
    [b"", b"text", zstandard.compress(b"\x00"), zstandard.compress(b"\x00\x00\x00\x05abc")],
)
def test_what_has_a_checksum_and_is_no_block(content: bytes) -> None:
    with pytest.raises(DamagedBlockError, match="block 7 is damaged: it is not what was written"):
        items_in(signed(content), "block 7")
