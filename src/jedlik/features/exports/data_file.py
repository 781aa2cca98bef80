"""A data file while it grows: lines, compressed in memory with gzip."""

from typing import TYPE_CHECKING, Final, final

if TYPE_CHECKING:
    from zlib_ng.zlib_ng import _Compress

_LEVEL: Final = 6  # the default of gzip
_GZIP: Final = 31  # a window of 2**15 bytes, with the header of gzip


@final
class GrowingFile:
    """Some lines, and how many. Only compressed bytes stay in memory."""

    def __init__(self) -> None:
        from zlib_ng import zlib_ng  # noqa: PLC0415  (a server without exports compresses nothing)

        self._compressor: _Compress = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, _GZIP)
        self._parts: list[bytes] = []
        self.items = 0

    def add(self, lines: bytes, count: int) -> None:
        """Adds lines. It takes long for many of them, without the interpreter's lock."""
        self._parts.append(self._compressor.compress(lines))
        self.items += count

    def finish(self) -> bytes:
        """Returns the file. Nothing may be added after this."""
        self._parts.append(self._compressor.flush())
        return b"".join(self._parts)
