"""Forms: the parameters of a query string or of a body `application/x-www-form-urlencoded`.

Source of the encoding: WHATWG URL Standard, section 5. A form is decoded in pieces and has a
limited number of parameters, so that it takes little more memory than its text.
"""

import re
from typing import Final

from jedlik.core import limits
from jedlik.core.pauses import spend
from jedlik.wire.shapes.serialization import malformed

_ESCAPE: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_DIGITS: Final = "0123456789abcdefABCDEF"
_BYTE_BY_DIGITS: Final = {
    (high + low).encode(): bytes((int(high + low, 16),)) for high in _DIGITS for low in _DIGITS
}
_PIECE_BYTES: Final = 16 * 1024
_LONGEST_ESCAPE: Final = 3


def parameters(form: bytes) -> list[tuple[str, str]]:
    """Returns the names and values of a form, in order. A name without `=` has an empty value.

    Raises Reject if the form has too many parameters, a wrong escape or bytes that are not UTF-8.
    """
    if separators(form) == limits.FORM_PARAMETERS:
        raise malformed(f"A request can have at most {limits.FORM_PARAMETERS} parameters")
    found: list[tuple[str, str]] = []
    begin = 0
    while begin < len(form):
        spend(1)
        end = form.find(b"&", begin)
        if end < 0:
            end = len(form)
        equals = form.find(b"=", begin, end)
        if equals >= 0:
            found.append((_text(form[begin:equals]), _text(form[equals + 1 : end])))
        elif begin < end:
            found.append((_text(form[begin:end]), ""))
        begin = end + 1
    return found


def separators(form: bytes) -> int:
    """Returns how many `&` a form has, at most FORM_PARAMETERS. It does not look at the rest."""
    found = 0
    at = form.find(b"&")
    while at >= 0 and found < limits.FORM_PARAMETERS:
        found += 1
        at = form.find(b"&", at + 1)
    return found


def _text(encoded: bytes) -> str:
    if b"+" in encoded:
        encoded = encoded.replace(b"+", b" ")
    if b"%" in encoded:
        encoded = _unescaped(encoded)
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        raise malformed("A parameter of the request is not in UTF-8") from None


def _unescaped(encoded: bytes) -> bytes:
    pieces: list[bytes] = []
    first = 0
    while first < len(encoded):
        last = first + _PIECE_BYTES
        begun = encoded.rfind(b"%", last - _LONGEST_ESCAPE + 1, last)
        piece = encoded[first : last if begun < 0 else begun]
        first += len(piece)
        decoded, escapes = _ESCAPE.subn(_byte, piece)
        spend(escapes)
        if escapes != piece.count(b"%"):
            raise malformed("A parameter of the request has a `%` without two hexadecimal digits")
        pieces.append(decoded)
    return b"".join(pieces)


def _byte(escape: re.Match[bytes]) -> bytes:
    return _BYTE_BY_DIGITS[escape[1]]
