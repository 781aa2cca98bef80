"""Makes PNG files small: pictures of pages have few colours, so a palette of 256 is enough."""

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_TRUE_COLOUR = 2
_TRUE_COLOUR_ALPHA = 6
_PALETTE = 3


def with_palette(png: bytes) -> bytes:
    """Returns a PNG of 8-bit true colour with a palette of its most frequent colours.

    Rarer colours become the nearest colour of the palette.
    """
    width, height, channels, data = _read(png)
    rows = _unfiltered(data, width, height, channels)
    pixels = [
        tuple(row[at : at + 3]) for row in rows for at in range(0, width * channels, channels)
    ]
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    index = {colour: at for at, colour in enumerate(palette)}
    for colour in counted:
        if colour not in index:
            index[colour] = _nearest(palette, colour)
    indexed = bytes(index[pixel] for pixel in pixels)
    lines = b"".join(b"\x00" + indexed[at : at + width] for at in range(0, len(indexed), width))
    header = struct.pack(">IIBBBBB", width, height, 8, _PALETTE, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    return (
        _SIGNATURE
        + chunk(b"IHDR", header)
        + chunk(b"PLTE", colours)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


def _nearest(palette: list[tuple[int, ...]], colour: tuple[int, ...]) -> int:
    return min(
        range(len(palette)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(palette[at], colour, strict=True)),
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    """Returns a part of a PNG file."""
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def _read(png: bytes) -> tuple[int, int, int, bytes]:
    """Returns width, height, bytes of a pixel and the filtered rows."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("This is no PNG file.")
    position, data = len(_SIGNATURE), b""
    width = height = channels = 0
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        kind, body = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, *_, interlace = struct.unpack(">IIBBBBB", body)
            if depth != 8 or colour not in (_TRUE_COLOUR, _TRUE_COLOUR_ALPHA) or interlace:
                raise ValueError("Only 8-bit true colour without interlace can be read.")
            channels = 3 if colour == _TRUE_COLOUR else 4
        elif kind == b"IDAT":
            data += body
        position += 12 + length
    return width, height, channels, zlib.decompress(data)


def _unfiltered(data: bytes, width: int, height: int, channels: int) -> list[bytes]:
    """Undoes the filters of the rows (section 9 of the PNG specification)."""
    length = width * channels
    rows: list[bytes] = []
    above = bytes(length)
    for number in range(height):
        start = number * (length + 1)
        row = bytearray(data[start + 1 : start + 1 + length])
        _undo(data[start], row, above, channels)
        above = bytes(row)
        rows.append(above)
    return rows


def _undo(kind: int, row: bytearray, above: bytes, channels: int) -> None:
    if kind == 0:
        return
    for at in range(len(row)):
        left = row[at - channels] if at >= channels else 0
        up = above[at]
        corner = above[at - channels] if at >= channels else 0
        row[at] = (row[at] + _predicted(kind, left, up, corner)) & 255


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 2:
        return up
    if kind == 3:
        return (left + up) // 2
    estimate = left + up - corner
    by_distance = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    return (left, up, corner)[by_distance.index(min(by_distance))]
