"""The canonical request: the text that client and server both derive from a request and sign."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from jedlik.core.pauses import spend
from jedlik.core.sigv4.authorization import Claim, SignedRequest

_SPACE: Final = ord(" ")
_TAB: Final = ord("\t")
_SIGNATURE_PART: Final = b"X-Amz-Signature="
_PIECE_BYTES: Final = 256 * 1024
_BYTES_PER_VALUE: Final = 64  # bytes that are as much work as one value, see `spend`


def canonical_request(request: SignedRequest, claim: Claim) -> bytes:
    """Returns method, path, query, signed headers, their names and the hash of the body.

    Each is on its own line. Spaces around a header value are removed, and runs of spaces inside it
    become one space. A signed header that was not sent counts as empty, so the signature does not
    match.
    """
    headers = request.headers
    template = claim.authorization.template
    try:
        signed = template % claim.authorization.pick(headers)
    except KeyError:
        signed = _signed_headers(claim, headers)
    # Most signed header values contain no space, so this test is fast. Python looks for a number at
    # once. Before it looks for bytes it makes an exception, which takes 1 % of a GetItem.
    if (_SPACE in signed and (b"  " in signed or b" \n" in signed)) or _TAB in signed:
        signed = _signed_headers(claim, headers)
    target = request.target
    place = b"\n/\n\n" if target == b"/" else _place(target)
    payload = _hash_of(request.body).encode()
    return b"".join((request.method, place, signed, payload))


def _hash_of(body: bytes) -> str:
    """Returns the hash of a body. A long body is hashed in pieces, with pauses between them."""
    if len(body) <= _PIECE_BYTES:
        return sha256(body).hexdigest()
    state = sha256()
    for first in range(0, len(body), _PIECE_BYTES):
        spend(_PIECE_BYTES // _BYTES_PER_VALUE)
        state.update(body[first : first + _PIECE_BYTES])
    return state.hexdigest()


def _signed_headers(claim: Claim, headers: Mapping[bytes, bytes]) -> bytes:
    values = [b" ".join(headers.get(name, b"").split()) for name in claim.authorization.names]
    return claim.authorization.template % tuple(values)


def _place(target: bytes) -> bytes:
    path, _, query = target.partition(b"?")
    return b"\n" + _canonical_path(path) + b"\n" + _canonical_query(query) + b"\n"


def _canonical_path(path: bytes) -> bytes:
    """Returns the path without `.`, `..` and empty segments, with each segment encoded once more.

    Encoding twice is the rule for every service except S3.
    """
    segments: list[bytes] = []
    for segment in path.split(b"/"):
        if segment == b"..":
            del segments[-1:]
        elif segment not in {b"", b"."}:
            segments.append(segment)
    canonical = b"/" + b"/".join(segments)
    if segments and path.endswith(b"/"):
        canonical += b"/"
    return quote_from_bytes(canonical, safe="/~").encode()


def _canonical_query(query: bytes) -> bytes:
    pairs = []
    for pair in query.split(b"&"):
        if pair and not pair.startswith(_SIGNATURE_PART):
            name, _, value = pair.partition(b"=")
            pairs.append((_encoded(name), _encoded(value)))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs)).encode()


def _encoded(part: bytes) -> str:
    return quote_from_bytes(unquote_to_bytes(part), safe="-_.~")
