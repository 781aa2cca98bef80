"""The blocks of a backup: items, compressed, with a checksum.

32 bytes   SHA-256 of what follows
the rest   zstd of: for each item 4 bytes length (big-endian) and its stored bytes
"""

import hashlib
import struct
from collections.abc import Sequence
from typing import Final

_LENGTH: Final = struct.Struct(">I")
_LEVEL: Final = 3  # the default of zstd
_NOT_WRITTEN: Final = "it is not what was written"
_BLOCK_BYTES_MAX: Final = 64 << 20  # decompressed; a block is made of one page of items


class DamagedBlockError(Exception):
    """A block is not what was written. The text says which."""


def block_of(items: Sequence[bytes]) -> bytes:
    """Returns the block of stored items."""
    import zstandard  # noqa: PLC0415  (a server without backups does not need it)

    joined = b"".join([part for item in items for part in (_LENGTH.pack(len(item)), item)])
    compressed = zstandard.ZstdCompressor(level=_LEVEL).compress(joined)
    return hashlib.sha256(compressed).digest() + compressed


def items_in(block: bytes | None, which: str) -> list[bytes]:
    """Returns the stored items of a block. Raises DamagedBlockError. block: None: it is missing.

    which: names the block in the error.
    """
    import zstandard  # noqa: PLC0415

    if block is None:
        raise DamagedBlockError(f"{which} is missing")
    digest, compressed = block[:32], block[32:]
    if hashlib.sha256(compressed).digest() != digest:
        raise DamagedBlockError(f"{which} is damaged: its checksum is wrong")
    try:
        decompressor = zstandard.ZstdDecompressor()
        joined = decompressor.decompress(compressed, max_output_size=_BLOCK_BYTES_MAX)
        items: list[bytes] = []
        at = 0
        while at < len(joined):
            (length,) = _LENGTH.unpack_from(joined, at)
            at += _LENGTH.size
            items.append(joined[at : at + length])
            at += length
    except (zstandard.ZstdError, struct.error) as error:
        raise DamagedBlockError(f"{which} is damaged: {_NOT_WRITTEN}") from error
    if at != len(joined):
        raise DamagedBlockError(f"{which} is damaged: {_NOT_WRITTEN}")
    return items
