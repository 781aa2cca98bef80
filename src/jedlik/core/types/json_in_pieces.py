"""Decodes long JSON in pieces, with pauses between them.

orjson decodes a text in one call, which takes half a second for 16 MB of small values. Here one
pass over the bytes finds the elements of long lists and objects. Neighbours are decoded together,
about `PIECE_BYTES` at a time. The result is that of orjson, which checks every byte of every piece.
Only brackets and commas between pieces are checked here. They are compared one by one because
compiled code does that without making objects.

One string is not that of orjson: if it has other characters than those of ASCII and is longer than
any valid text, its end is cut off (`_joined`).
"""

from typing import Final, final

import orjson
from mypy_extensions import i64

from jedlik.core.pauses import PAUSES, spend
from jedlik.core.types.disposal import dispose

PIECE_BYTES: Final = 32 * 1024
# An item of 400 KB has fewer elements in a list, and fewer members in an object. To add to a larger
# list or dict may take 20 ms and more, because it grows.
ELEMENTS_MAX: Final = 1 << 19
MEMBERS_MAX: Final = 1 << 18
_LEVELS_MAX: Final = 1024  # as many as orjson accepts
_BLANKS: Final = b" \t\n\r"
# How much of a string is read byte by byte. The end of a longer one is searched for.
_SHORT_BYTES: Final = 32
_LONG_STRING_BYTES: Final = 256 * 1024
_STRING_PIECE_BYTES: Final = 256 * 1024
# The text of a valid request has fewer characters: 2 MB of values in an expression.
TEXT_MAX: Final = 1 << 22
_OTHER: Final = "\u00ff"
_CHARACTER_BYTES_MAX: Final = 12  # two escapes, such as \ud83d\ude00, represent one character
_BYTES_PER_LOOK: Final = 64 * 1024
# Bytes that are as much work as one value: to decode them, and to look at them.
_DECODED_PER_VALUE: Final = 8
_SEEN_PER_VALUE: Final = 32

_QUOTE: Final = ord('"')
_BACKSLASH: Final = ord("\\")
_COMMA: Final = ord(",")
_OPEN_LIST: Final = ord("[")
_OPEN_OBJECT: Final = ord("{")
_CLOSE_LIST: Final = ord("]")
_CLOSE_OBJECT: Final = ord("}")


class MalformedError(ValueError):
    """The text is no JSON, or deeper than orjson accepts."""


class TooLargeError(ValueError):
    """A list, an object or a name is larger than any that a valid request has."""


def loads(text: bytes, start: int = 0) -> object:
    """Returns the value that `text` represents from `start` on. Raises ValueError.

    It is decoded in pieces if it is long and the caller may pause.
    """
    if len(text) <= PIECE_BYTES or not PAUSES.may_pause:
        return orjson.loads(memoryview(text)[start:] if start else text)
    decoder = _Decoder(text)
    try:
        return decoder.value(start)
    except ValueError:
        decoder.dispose()
        raise


@final
class _Open:
    """A list or an object whose end is not reached yet.

    start: the place of its bracket. undecoded: where the part begins that is not decoded yet.
    element: where the last element begins. after_piece: whether the last element was decoded by
    itself, so that a comma or the end must follow. elements, members: what is decoded. Both are
    None as long as all of it may become part of a larger piece.
    """

    __slots__ = ("after_piece", "element", "elements", "is_list", "members", "start", "undecoded")

    def __init__(self, start: int, *, is_list: bool) -> None:
        self.start = start
        self.is_list = is_list
        self.undecoded = start + 1
        self.element = start + 1
        self.after_piece = False
        self.elements: list[object] | None = None
        self.members: dict[str, object] | None = None

    @property
    def is_cut(self) -> bool:
        """Returns whether a part of it is decoded."""
        return self.elements is not None or self.members is not None


@final
class _Decoder:
    """Decodes one text."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._open: list[_Open] = []

    def value(self, start: int) -> object:
        """Returns the value from `start` to the end of the text."""
        text = self._text
        end: i64 = len(text)
        at: i64 = start
        looked: i64 = start
        while at < end:
            character: i64 = text[at]
            if character == _QUOTE:
                begin: i64 = at
                at = self._string_end(at)
                if at - begin > _LONG_STRING_BYTES and self._open:
                    self._long_string(self._open[-1], begin, at)
                continue
            if character == _OPEN_OBJECT or character == _OPEN_LIST:  # noqa: PLR1714, SIM109
                self._begin(at, is_list=character == _OPEN_LIST)
            elif character == _CLOSE_OBJECT or character == _CLOSE_LIST:  # noqa: PLR1714, SIM109
                closed = self._end(at, is_list=character == _CLOSE_LIST)
                if not self._open:
                    return self._whole(closed, start, at + 1)
            elif character == _COMMA:
                if not self._open:
                    raise MalformedError
                self._comma(self._open[-1], at)
            at += 1
            if at - looked > _BYTES_PER_LOOK:
                spend((at - looked) // _SEEN_PER_VALUE)
                looked = at
        if self._open:
            raise MalformedError
        return orjson.loads(memoryview(text)[start:])  # a value without brackets, or an error

    def dispose(self) -> None:
        """Frees what is decoded."""
        for each in self._open:
            dispose(each.elements)
            dispose(each.members)

    def _string_end(self, at: i64) -> i64:
        """Returns the place after the string that begins at `at`."""
        text = self._text
        end: i64 = len(text)
        at += 1
        near: i64 = min(at + _SHORT_BYTES, end)
        while at < near:
            character: i64 = text[at]
            if character == _QUOTE:
                return at + 1
            at += 2 if character == _BACKSLASH else 1
        while True:
            found: i64 = text.find(b'"', at)
            if found < 0:
                raise MalformedError
            spend((found - at) // _BYTES_PER_LOOK + 1)
            first: i64 = found
            while first > at and text[first - 1] == _BACKSLASH:
                first -= 1
            if (found - first) % 2 == 0:
                return found + 1
            at = found + 1

    def _begin(self, at: int, *, is_list: bool) -> None:
        if len(self._open) == _LEVELS_MAX:
            raise MalformedError
        self._open.append(_Open(at, is_list=is_list))

    def _comma(self, inside: _Open, at: int) -> None:
        if inside.after_piece or at - inside.undecoded >= PIECE_BYTES:
            self._decode(inside, at)
            inside.undecoded = at + 1
        inside.element = at + 1

    def _end(self, at: int, *, is_list: bool) -> _Open:
        """Ends the innermost list or object. Gives it to the one around it if it was cut."""
        if not self._open:
            raise MalformedError
        closed = self._open.pop()
        if closed.is_list != is_list:
            raise MalformedError
        if closed.is_cut:
            self._decode(closed, at)
            if self._open:
                value = closed.elements if closed.is_list else closed.members
                self._add(self._open[-1], value, closed.start, at + 1)
        return closed

    def _decode(self, inside: _Open, to: int) -> None:
        """Decodes the elements before a comma or the end, and adds them."""
        piece = self._text[inside.undecoded : to]
        if inside.after_piece:
            if piece.strip(_BLANKS):
                raise MalformedError
            inside.after_piece = False
            return
        spend(len(piece) // _DECODED_PER_VALUE + 1)
        if inside.is_list:
            elements: list[object] = orjson.loads(b"[" + piece + b"]")
            if not elements:
                raise MalformedError
            if inside.elements is None:
                inside.elements = elements
            else:
                inside.elements += elements
                if len(inside.elements) > ELEMENTS_MAX:
                    raise TooLargeError
        else:
            members: dict[str, object] = orjson.loads(b"{" + piece + b"}")
            if not members:
                raise MalformedError
            if inside.members is None:
                inside.members = members
            else:
                inside.members.update(members)
                if len(inside.members) > MEMBERS_MAX:
                    raise TooLargeError

    def _long_string(self, outer: _Open, start: int, after: int) -> None:
        """Decodes a long string by itself, in pieces."""
        if not outer.is_list and not self._text[outer.element : start].strip(_BLANKS):
            raise TooLargeError  # it is the name of a member
        pieces: list[str] = []
        at: i64 = start + 1
        while at < after - 1:
            at = self._decode_characters(at, after - 1, pieces)
        self._add(outer, _joined(pieces), start, after)

    def _decode_characters(self, start: i64, end: i64, pieces: list[str]) -> i64:
        """Decodes the next piece of a string, and appends it. Returns where the next one begins.

        A text that ends within a character is no JSON. So the piece becomes shorter until it ends
        between two characters.
        """
        at: i64 = min(start + _STRING_PIECE_BYTES, end)
        shortest: i64 = end if at == end else at - _CHARACTER_BYTES_MAX
        while True:
            spend((at - start) // _SEEN_PER_VALUE)
            try:
                pieces.append(orjson.loads(b'"' + self._text[start:at] + b'"'))
            except ValueError:
                if at == shortest:
                    raise
                at -= 1
            else:
                return at

    def _add(self, outer: _Open, value: object, start: int, after: int) -> None:
        """Adds a value that was decoded by itself, from `start` on, to what is around it."""
        if outer.after_piece:
            raise MalformedError
        if outer.element > outer.undecoded:
            self._decode(outer, outer.element - 1)
        before = self._text[outer.element : start]
        if outer.is_list:
            if before.strip(_BLANKS):
                raise MalformedError
            if outer.elements is None:
                outer.elements = []
            outer.elements.append(value)
        else:
            named: dict[str, object] = orjson.loads(b"{" + before + b"[]}")
            if len(named) != 1:
                raise MalformedError
            if outer.members is None:
                outer.members = {}
            for name in named:
                outer.members[name] = value
        outer.undecoded = outer.element = after
        outer.after_piece = True

    def _whole(self, closed: _Open, start: int, after: int) -> object:
        """Returns the value of the outermost list or object."""
        text = self._text
        if not closed.is_cut:
            return orjson.loads(memoryview(text)[start:])
        if text[start : closed.start].strip(_BLANKS) or text[after:].strip(_BLANKS):
            raise MalformedError
        return closed.elements if closed.is_list else closed.members


def _joined(pieces: list[str]) -> str:
    """Returns the string that was decoded in these pieces.

    Python stores a character outside of the Basic Multilingual Plane in four bytes, and all others
    of the same string too. So 16 MB become 64 MB, which takes 30 ms, and so does encoding them. No
    valid text is as long. Of a text that is not ASCII only the first TEXT_MAX characters remain,
    and one that is not ASCII, so that the text is no number and no Base64 either. All limits are
    lower, so nothing that depends on the text changes. An ASCII text may be a number with many
    zeros, and joining it takes 1 ms.
    """
    if all(piece.isascii() for piece in pieces):
        return "".join(pieces)
    characters = 0
    for number, piece in enumerate(pieces):
        characters += len(piece)
        if characters > TEXT_MAX:
            return "".join([*pieces[: number + 1], _OTHER])
    return "".join(pieces)
