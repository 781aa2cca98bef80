"""Estimates how much memory a body takes when it is decoded: JSON, or a form.

A value of ten bytes, such as `{"N":"1"}`, becomes objects of 240 bytes. So memory depends on what a
body contains more than on its length. The estimate counts the characters that begin values, in
pieces of the body at random places, so that no client can choose what is counted.

A form takes little more than its text, because the number of its parameters is limited. It is not
known here whether a body is a form, so the parameters count in every body.
"""

import re
from collections.abc import Callable
from typing import Final

from jedlik.wire.form import separators

# The memory that each of these characters causes, in bytes. Measured with CPython 3.11: a dict with
# a member takes 184 bytes, a list 72, a string or number 32 to 64. While the parser works, it needs
# up to ten more bytes for each byte of the body.
_BRACE_BYTES: Final = 160
_BRACKET_BYTES: Final = 96
_QUOTE_BYTES: Final = 32
_COMMA_BYTES: Final = 40

# A parameter of a form: its name and its value as bytes and as strings, and what holds them.
_PARAMETER_BYTES: Final = 512

# The body, the decoded text, the stored form, and a reserve.
_TEXT_FACTOR: Final = 4
# With one character beyond the Basic Multilingual Plane, Python stores a string in four bytes for
# each character.
_WIDE_TEXT_FACTOR: Final = 7
# The same in a form: the bytes with and without escapes are there while the text is made.
_ESCAPED_TEXT_FACTOR: Final = 8

# The greatest factor of any body: lists in lists, such as `[[[[]]]]`.
FACTOR_MAX: Final = 52

_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_ESCAPED: Final = b"\0"  # replaces an escape; JSON has no zero bytes

_PIECE_BYTES: Final = 512
_PIECES_MAX: Final = 64
_PART_BYTES_MIN: Final = 32 * 1024  # each part of the body has one piece


def memory_bytes(body: bytes, random: Callable[[], float]) -> int:
    """Returns about how many bytes a request with this body takes, including the body.

    random: returns random numbers from 0 to 1, without 1.
    """
    size = len(body)
    if b"%" in body:
        factor = _ESCAPED_TEXT_FACTOR
    else:
        is_plain = body.isascii() and b"\\" not in body
        factor = _TEXT_FACTOR if is_plain else _WIDE_TEXT_FACTOR
    text = size * factor + separators(body) * _PARAMETER_BYTES
    if size <= _PIECE_BYTES:
        return min(text + _structure_bytes(body), size * FACTOR_MAX)
    parts = min(max(size // _PART_BYTES_MIN, 1), _PIECES_MAX)
    step = size / parts
    found = 0
    for part in range(parts):
        at = int(part * step + random() * (step - _PIECE_BYTES))
        found += _structure_bytes(body[at : at + _PIECE_BYTES])
    return min(text + found * size // (parts * _PIECE_BYTES), size * FACTOR_MAX)


def _structure_bytes(piece: bytes) -> int:
    if b"\\" in piece:
        piece = _without_text(piece)
    return (
        piece.count(b"{") * _BRACE_BYTES
        + piece.count(b"[") * _BRACKET_BYTES
        + piece.count(b'"') * _QUOTE_BYTES
        + piece.count(b",") * _COMMA_BYTES
    )


def _without_text(piece: bytes) -> bytes:
    """Returns a piece of JSON without the contents of its strings, such as JSON in a string.

    It is not known whether the piece begins within a string. But backslashes occur only in strings.
    """
    parts = _ESCAPE.sub(_ESCAPED, piece).split(b'"')
    even, odd = parts[::2], parts[1::2]
    if not any(_ESCAPED in part for part in even):
        return b'""'.join(even)
    if not any(_ESCAPED in part for part in odd):
        return b'""'.join(odd)
    return piece  # the first quote was escaped by a backslash before the piece
