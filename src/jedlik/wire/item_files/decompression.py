"""Decompression in small steps, so that no input can make a large output at once."""

import zlib
from typing import Any, Final, Protocol, final

from jedlik.core.pauses import spend
from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.item_files.formats import Compression

STEP_BYTES: Final = 256 * 1024
# The largest window that a decoder must support. Source: RFC 8878, 3.1.1.1.2.
ZSTD_WINDOW_BYTES: Final = 8 << 20
# The library returns all output of its input at once, and four bytes may become 128 KB (RFC 8878,
# 3.1.1.2). So it gets few bytes at a time: 16 MB of output at most.
_ZSTD_INPUT_MAX: Final = 512
_ZSTD_INPUT_MIN: Final = 64
_GZIP_FORMAT: Final = 31  # zlib: a header and a trailer of gzip, a window of 32 KB
_BYTES_PER_VALUE: Final = 32  # as much work as one value, see `spend`
_VALUES_PER_CALL: Final = 10


class Decompressor(Protocol):
    """Decompresses one object. Both methods raise UnreadableError."""

    def push(self, data: bytes) -> None:
        """Adds the next bytes of the object. What was added before must have been pulled."""
        ...

    def pull(self) -> bytes:
        """Returns the next decompressed bytes. Empty: more bytes of the object are needed."""
        ...

    def finish(self) -> None:
        """Checks that the object is complete."""
        ...


def decompressor(compression: Compression) -> Decompressor:
    """Returns a decompressor for an object."""
    if compression == "NONE":
        return _Plain()
    return _Gzip() if compression == "GZIP" else _Zstd()


@final
class _Plain:
    """Passes bytes on."""

    def __init__(self) -> None:
        self._data = b""

    def push(self, data: bytes) -> None:
        """See Decompressor."""
        self._data = data

    def pull(self) -> bytes:
        """See Decompressor."""
        data, self._data = self._data, b""
        return data

    def finish(self) -> None:
        """See Decompressor."""


@final
class _Gzip:
    """Decompresses members of gzip (RFC 1952), one after another."""

    def __init__(self) -> None:
        self._rest = b""
        self._member: Any = None  # None between two members

    def push(self, data: bytes) -> None:
        """See Decompressor."""
        self._rest = self._rest + data if self._rest else data

    def pull(self) -> bytes:
        """See Decompressor."""
        while self._rest:
            if self._member is None:
                self._member = zlib.decompressobj(_GZIP_FORMAT)
            member = self._member
            try:
                found: bytes = member.decompress(self._rest, STEP_BYTES)
            except zlib.error as error:
                raise UnreadableError(f"The object is not valid GZIP: {error}") from error
            spend(_VALUES_PER_CALL + len(found) // _BYTES_PER_VALUE)
            self._rest = member.unconsumed_tail
            if member.eof:
                self._rest = member.unused_data
                self._member = None
            if found:
                return found
        return b""

    def finish(self) -> None:
        """See Decompressor."""
        if self._member is not None:
            raise UnreadableError("The object is not valid GZIP: it ends too early")


@final
class _Zstd:
    """Decompresses frames of zstd (RFC 8878), one after another."""

    def __init__(self) -> None:
        from zstandard import ZstdDecompressor, ZstdError  # noqa: PLC0415  (few objects need it)

        self._error = ZstdError
        self._library = ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
        self._rest = memoryview(b"")
        self._frame: Any = None  # None between two frames
        self._input = _ZSTD_INPUT_MIN

    def push(self, data: bytes) -> None:
        """See Decompressor."""
        self._rest = memoryview(data)

    def pull(self) -> bytes:
        """See Decompressor."""
        found: list[bytes] = []
        size = 0
        while self._rest and size < STEP_BYTES:
            piece = self._step()
            if piece:
                found.append(piece)
                size += len(piece)
        return b"".join(found)

    def _step(self) -> bytes:
        if self._frame is None:
            self._frame = self._library.decompressobj()
        frame = self._frame
        given = self._rest[: self._input]
        try:
            piece: bytes = frame.decompress(given)
        except self._error as error:
            raise UnreadableError(f"The object is not valid ZSTD: {error}") from error
        spend(_VALUES_PER_CALL + len(piece) // _BYTES_PER_VALUE)
        used = len(given)
        if frame.eof:
            used -= len(frame.unused_data)
            self._frame = None
        self._rest = self._rest[used:]
        is_large = len(piece) > STEP_BYTES // 8
        self._input = _ZSTD_INPUT_MIN if is_large else min(2 * self._input, _ZSTD_INPUT_MAX)
        return piece

    def finish(self) -> None:
        """See Decompressor."""
        if self._frame is not None:
            raise UnreadableError("The object is not valid ZSTD: it ends too early")
