"""Small PNG files."""

import struct
import zlib

from tests.console.palette import chunk, with_palette


def png(rows: list[tuple[int, bytes]], width: int) -> bytes:
    """A PNG of 8-bit true colour. rows: the filter and the filtered bytes of each row."""
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    data = b"".join(bytes([kind]) + row for kind, row in rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def colours(made: bytes, width: int) -> list[bytes]:
    """The colours of the pixels of a PNG with a palette."""
    at = made.index(b"PLTE")
    (size,) = struct.unpack_from(">I", made, at - 4)
    palette = made[at + 4 : at + 4 + size]
    at = made.index(b"IDAT")
    (size,) = struct.unpack_from(">I", made, at - 4)
    data = zlib.decompress(made[at + 4 : at + 4 + size])
    pixels = b"".join(data[at + 1 : at + 1 + width] for at in range(0, len(data), width + 1))
    return [palette[3 * index : 3 * index + 3] for index in pixels]


def test_a_picture_of_few_colours_stays_as_it_is_with_each_filter() -> None:
    """The five filters of PNG, each on the same two pixels: (1, 2, 3) and (4, 5, 6)."""
    first = bytes([1, 2, 3, 4, 5, 6])
    rows = [
        (0, first),
        (1, bytes([1, 2, 3, 3, 3, 3])),
        (2, bytes(6)),
        (3, bytes([1, 1, 2, 2, 2, 2])),
        (4, bytes(6)),
    ]
    assert colours(with_palette(png(rows, 2)), 2) == [first[:3], first[3:]] * 5


def test_rare_colours_become_the_nearest_of_the_palette() -> None:
    frequent = b"".join(bytes([0, 0, blue]) for blue in range(256)) * 2
    made = with_palette(png([(0, frequent + bytes([1, 0, 9]))], 513))
    assert colours(made, 513)[-1] == bytes([0, 0, 9])
