"""Bounds on what one connection may hold and how long it may take."""

from typing import Final, NamedTuple

# The service refuses larger request lines or headers with 400 (Alternator
# test_manual_requests.py, test_too_large_request_headers and _line).
HEADERS_BYTES_MAX: Final = 16 * 1024
TARGET_BYTES_MAX: Final = 16 * 1024

# Beyond these an unfinished head, or the framing and trailers of a chunked body, is refused while
# it still arrives. Eight bytes for one: a chunk of a single byte takes six.
UNFINISHED_HEAD_BYTES_MAX: Final = 2 * HEADERS_BYTES_MAX + TARGET_BYTES_MAX
UNFINISHED_BODY_BYTES_FREE: Final = 4 * UNFINISHED_HEAD_BYTES_MAX
CHUNK_FRAMING_FACTOR: Final = 8

# What a process holds of requests that are not whole, or wait, and of answers nobody has read yet.
# Beyond it the connections that hold some for the longest time are closed.
HELD_BYTES_MAX: Final = 256 * 1024 * 1024


class Patience(NamedTuple):
    """How long a connection may take, in seconds, and how many there may be.

    idle_s: without a request. head_s: from the first byte of a request to the end of its headers.
    body_s: from the first byte to the end of the body. write_s: without reading its answers.
    linger_s: after a refusal, so that the client can read it before the connection is reset.
    """

    idle_s: float = 75.0
    head_s: float = 10.0
    body_s: float = 60.0
    write_s: float = 60.0
    linger_s: float = 2.0
    connections_max: int = 10_000


PATIENCE: Final = Patience()
