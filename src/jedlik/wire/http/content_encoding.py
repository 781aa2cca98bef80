"""Compressed bodies of requests and of answers.

The rules of the service: A body that is not in the encoding of Content-Encoding is answered by
InternalServerError, status 500. The signature covers the bytes that were sent. An answer of more
than 4 KB is compressed if Accept-Encoding names gzip or deflate. `identity` is ignored. The
encoding with the greatest weight is used, and the first one of several with that weight. Source:
Alternator `test_compressed_request.py` and `test_compressed_response.py`, run on the real service.

Jedlik limits the work that a small body can cause: at most three encodings, 1,000 gzip members, and
32 MB decompressed over all encodings. A body that exceeds a limit is answered like a body that
cannot be decoded.
"""

import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.limits import REQUEST_BYTES
from jedlik.core.pauses import spend
from jedlik.wire.http.message import FIRST_ACCEPT_ENCODING, HttpResponse

PLAIN_BYTES_MAX: Final = 4096
_GZIP: Final = 16 + zlib.MAX_WBITS  # zlib then expects the header and the trailer of gzip
_WINDOW_BITS: Final = {b"gzip": _GZIP, b"deflate": zlib.MAX_WBITS}
_LAYERS_MAX: Final = 3
_MEMBERS_MAX: Final = 1000
_INFLATED_BYTES_MAX: Final = 2 * REQUEST_BYTES
_PIECE_BYTES: Final = 64 * 1024
_STEP_BYTES: Final = 256 * 1024  # of the decompressed body
_BYTES_PER_VALUE: Final = 16  # decompressing them is as much work as one value, see `spend`
_LEVEL: Final = 6
_CACHED_BYTES: Final = 256  # no client repeats a longer Accept-Encoding
_PREFERENCE: Final = (b"gzip", b"deflate")
_WEIGHT: Final = re.compile(rb"q=[ \t]*(.*)")

_FAILED: Final = ServiceError("InternalServerError", None)


def decoded_body(headers: Mapping[bytes, bytes], body: bytes) -> bytes:
    """Returns the body of a request without its encodings. The last encoding is removed first.

    Raises Reject for an unknown encoding, for data that is not in it, and for more than 16 MB.
    """
    encodings = headers.get(b"content-encoding")
    if encodings is None:
        return body
    names = [encoding.strip() for encoding in encodings.lower().split(b",")]
    layers = [name for name in reversed(names) if name not in {b"", b"identity"}]
    if len(layers) > _LAYERS_MAX:
        raise Reject(_FAILED)
    free = _INFLATED_BYTES_MAX
    for name in layers:
        body = _decompress(name, body, min(free, REQUEST_BYTES))
        free -= len(body)
    return body


def compressed(accept_encoding: bytes, body: bytes) -> tuple[bytes, bytes] | None:
    """Returns the encoding that a client prefers and the body in it, None if it accepts none."""
    encoding = preferred_encoding(accept_encoding)
    if encoding is None:
        return None
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW_BITS[encoding])
    return encoding, compressor.compress(body) + compressor.flush()


def compress(headers: Mapping[bytes, bytes], response: HttpResponse) -> bool:
    """Compresses a response with the encoding that the client prefers.

    headers: those of the request, with Accept-Encoding. Returns False if it accepts no encoding.
    """
    accepted = headers.get(FIRST_ACCEPT_ENCODING) or headers[b"accept-encoding"]
    encoded = compressed(accepted, response.body)
    if encoded is None:
        return False
    response.headers += b"Content-Encoding: %b\r\n" % encoded[0]
    response.body = encoded[1]
    response.is_encoded = True
    return True


def preferred_encoding(accept_encoding: bytes) -> bytes | None:
    """Returns the encoding with the greatest weight. `*` means all encodings that are not named."""
    known = len(accept_encoding) <= _CACHED_BYTES
    return _known_preference(accept_encoding) if known else _preferred(accept_encoding)


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Returns whether a client accepts gzip, also if it prefers another encoding."""
    return _weights(accept_encoding).get(b"gzip", 0.0) > 0


def _preferred(accept_encoding: bytes) -> bytes | None:
    weights = _weights(accept_encoding)
    named = [name for name in weights if name in _WINDOW_BITS]
    best = max(named, key=weights.__getitem__, default=None)
    return best if best is not None and weights[best] > 0 else None


_known_preference = lru_cache(maxsize=256)(_preferred)


def _weights(accept_encoding: bytes) -> dict[bytes, float]:
    """Returns the weight of each encoding that a client names, and of ours if it names `*`."""
    weights: dict[bytes, float] = {}
    for choice in accept_encoding.lower().split(b","):
        name, *parameters = [part.strip() for part in choice.split(b";")]
        weight = _weight(parameters)
        weights[name] = max(weight, weights.get(name, 0.0))
    if b"*" in weights:
        others = weights.pop(b"*")
        weights.update({name: others for name in _PREFERENCE if name not in weights})
    return weights


def _weight(parameters: list[bytes]) -> float:
    """Returns the first `q=` of a choice, from 0 to 1. It is 1 if the text is no number.

    The service also reads `nq=0` as a `q`.
    """
    for parameter in parameters:
        found = _WEIGHT.search(parameter)
        if found:
            try:
                return min(max(float(found[1]), 0.0), 1.0)
            except ValueError:
                return 1.0
    return 1.0


def _decompress(name: bytes, body: bytes, bytes_max: int) -> bytes:
    """Decompresses `body`, which may be several gzip members in a row (RFC 1952, 2.2).

    For each member zlib copies the input that follows it, so it receives `body` in pieces.
    """
    if name not in _WINDOW_BITS:
        raise Reject(_FAILED)
    plain: list[bytes] = []
    free = bytes_max + 1  # never 0, which means no limit to zlib
    rest = memoryview(body)
    try:
        for _ in range(_MEMBERS_MAX):
            stream = zlib.decompressobj(_WINDOW_BITS[name])
            while rest and not stream.eof:
                piece, rest = rest[:_PIECE_BYTES], rest[_PIECE_BYTES:]
                left: bytes | memoryview = piece
                while True:
                    spend(_PIECE_BYTES // _BYTES_PER_VALUE)
                    step_bytes = min(free, _STEP_BYTES)
                    plain.append(stream.decompress(left, step_bytes))
                    free -= len(plain[-1])
                    if free <= 0:
                        raise Reject(_FAILED)
                    left = stream.unconsumed_tail
                    if stream.eof or (not left and len(plain[-1]) < step_bytes):
                        break
            if not stream.eof:
                break
            rest = memoryview(body)[len(body) - len(rest) - len(stream.unused_data) :]
            if not rest:
                return b"".join(plain)
    except zlib.error:
        pass
    raise Reject(_FAILED)
