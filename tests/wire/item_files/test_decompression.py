"""Decompression in small steps: what comes out is what went in, and bombs stay small."""

import gzip
import random
from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from jedlik.wire.item_files.decompression import (
    STEP_BYTES,
    decompressor,
)
from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.item_files.formats import Compression

LARGE = random.Random(1).randbytes(3 * STEP_BYTES) + b"a" * (20 * STEP_BYTES)


def zstd(data: bytes, **options: Any) -> bytes:
    return zstandard.ZstdCompressor(**options).compress(data)


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "GZIP": gzip.compress,
    "ZSTD": zstd,
    "NONE": lambda data: data,
}


def steps(compression: Compression, data: bytes, chunk: int = 4096) -> list[bytes]:
    """Returns what each step brings."""
    found: list[bytes] = []
    used = decompressor(compression)
    for at in range(0, len(data), chunk):
        used.push(data[at : at + chunk])
        while piece := used.pull():
            found.append(piece)
    used.finish()
    return found


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD", "NONE"])
@given(data=st.binary(max_size=500), chunk=st.integers(1, 50))
def test_what_was_compressed_comes_back(compression: Compression, data: bytes, chunk: int) -> None:
    assert b"".join(steps(compression, COMPRESS[compression](data), chunk)) == data


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD"])
def test_several_members_follow_each_other(compression: Compression) -> None:
    compress = COMPRESS[compression]
    data = compress(b"one") + compress(b"") + compress(LARGE) + compress(b"two")
    assert b"".join(steps(compression, data, 10_000)) == b"one" + LARGE + b"two"


def test_a_bomb_of_gzip_comes_in_small_steps() -> None:
    found = steps("GZIP", gzip.compress(bytes(20 << 20)), STEP_BYTES)
    assert sum(map(len, found)) == 20 << 20
    assert max(map(len, found)) <= STEP_BYTES


def test_a_bomb_of_zstd_comes_in_bounded_steps() -> None:
    found = steps("ZSTD", zstd(bytes(20 << 20), level=19), STEP_BYTES)
    assert sum(map(len, found)) == 20 << 20
    assert max(map(len, found)) <= 16 << 20


def test_a_bomb_inside_a_bomb_is_only_decompressed_once() -> None:
    inner = gzip.compress(bytes(4 << 20))
    assert b"".join(steps("GZIP", gzip.compress(inner))) == inner


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD"])
@pytest.mark.parametrize("data", [b"plain text", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"])
def test_what_is_not_compressed_is_refused(compression: Compression, data: bytes) -> None:
    with pytest.raises(UnreadableError, match=f"not valid {compression}"):
        steps(compression, data)


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD"])
def test_what_ends_too_early_is_refused(compression: Compression) -> None:
    with pytest.raises(UnreadableError):
        steps(compression, COMPRESS[compression](LARGE)[:-1])


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD"])
@given(data=st.binary(min_size=1, max_size=100))
def test_garbage_after_a_member_is_refused(compression: Compression, data: bytes) -> None:
    compress = COMPRESS[compression]
    try:
        found = b"".join(steps(compression, compress(b"one") + data, 7))
    except UnreadableError:
        return
    assert found.startswith(b"one"), "it happened to be another member"


def test_a_frame_that_needs_much_memory_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    data = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    compressed = data.compress(LARGE) + data.flush()
    with pytest.raises(UnreadableError, match="memory"):
        steps("ZSTD", compressed)


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD", "NONE"])
def test_no_bytes_are_no_bytes(compression: Compression) -> None:
    assert steps(compression, b"") == []
