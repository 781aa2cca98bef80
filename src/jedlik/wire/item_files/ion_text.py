"""Divides Ion text into its structs at the top level.

It only looks for where a struct ends: at braces, brackets and quotes. Whether the text between them
is valid is for the library that decodes one struct (`ion_values`). So the library receives neither
a long text nor a deep one.

Source: the grammar of Ion text, amazon-ion.github.io/ion-docs/docs/spec.html. Binary Ion is
refused: the files of the service are text.
"""

import re
from typing import Final, final

from jedlik.core.limits import ITEM_BYTES
from jedlik.core.pauses import spend
from jedlik.wire.item_files.faults import UnreadableError

# The longest spelling of a byte of an item has six characters, such as \u0001 or `false,`.
STRUCT_BYTES: Final = 6 * ITEM_BYTES
# Lists and maps of an item, its sets, and what is around it: more than any item may have.
LEVELS_MAX: Final = 64

_BINARY: Final = b"\xe0\x01\x00\xea"
_BYTES_PER_VALUE: Final = 8  # as much work as one value, see `spend`
# What matters, complete: long strings, strings, quoted symbols, comments, blobs, brackets.
_token: Final = re.compile(
    rb"""
    '''(?:[^'\\]++|\\.|'(?!''))*+'''
  | "(?:[^"\\]++|\\.)*+"
  | '(?!'')(?:[^'\\]++|\\.)*+'
  | //[^\n]*+\n
  | /\*.*?\*/
  | \{\{[^}]*+\}\}
  | (?P<open>[{\[(](?!\{))
  | (?P<close>[}\])])
    """,
    re.VERBOSE | re.DOTALL,
).match
# Where the next of them begins.
_start: Final = re.compile(rb"""["'/{}\[\]()]""").search
# So many bytes must follow a token's first byte to tell which token it is.
_LOOK_AHEAD: Final = 4


@final
class Structs:
    """Divides chunks into structs, each with what comes before it."""

    def __init__(self) -> None:
        self._text = b""
        self._at = 0  # up to where the text has been looked at
        self._levels = 0
        self._is_first = True

    def feed(self, data: bytes) -> list[bytes]:
        """Returns the structs that are complete. Raises UnreadableError if one was too long before
        this chunk, is too deep, or if a bracket closes nothing.
        """
        self._check()
        self._text += data
        if self._is_first and len(self._text) >= len(_BINARY):
            self._is_first = False
            if self._text.startswith(_BINARY):
                raise UnreadableError("The object is binary Ion, and only Ion text can be imported")
        return self._divided(len(self._text) - _LOOK_AHEAD)

    def finish(self) -> list[bytes]:
        """Returns what is left at the end of the object: structs, and perhaps other text. Raises
        UnreadableError.
        """
        self._check()
        structs = self._divided(len(self._text))
        return [*structs, self._text] if self._text.strip() else structs

    def _check(self) -> None:
        if len(self._text) > STRUCT_BYTES:
            raise UnreadableError(f"A record has more than {STRUCT_BYTES} bytes")

    def _divided(self, end: int) -> list[bytes]:
        """Returns the structs that end before `end`."""
        structs: list[bytes] = []
        text = self._text
        begin = 0
        spend((len(text) - self._at) // _BYTES_PER_VALUE + 1)
        while (found := _start(text, self._at)) is not None and found.start() < end:
            self._at = found.start()
            token = _token(text, self._at)
            if token is None:
                if text[self._at : self._at + 1] == b"/" and not _is_comment(text, self._at):
                    self._at += 1  # a character of an operator
                    continue
                break  # its end has not come yet
            self._at = token.end()
            if token.lastgroup == "open":
                self._levels += 1
                if self._levels > LEVELS_MAX:
                    raise UnreadableError("A record is nested too deeply")
            elif token.lastgroup == "close":
                self._levels -= 1
                if self._levels < 0:
                    raise UnreadableError("A bracket closes nothing")
                if not self._levels:
                    structs.append(text[begin : self._at])
                    begin = self._at
        else:
            self._at = max(self._at, min(end, len(text)))
        self._text = text[begin:]
        self._at -= begin
        return structs


def _is_comment(text: bytes, at: int) -> bool:
    return text[at + 1 : at + 2] in {b"/", b"*"}
