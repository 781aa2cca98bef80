"""How long a connection may take, and how many connections may hold how much."""

from typing import Final, NamedTuple


class Bounds(NamedTuple):
    """What all connections of a process may hold together.

    connections: how many there may be.
    held_bytes: of unfinished or waiting requests, and of answers that clients have not read yet.
        Beyond it the connections that have held some for the longest time are closed.
    """

    connections: int = 10_000
    held_bytes: int = 256 * 1024 * 1024


BOUNDS: Final = Bounds()


class Timeouts(NamedTuple):
    """How long a connection may take, in seconds.

    idle_s: without a request.
    head_s: from the first byte of a request to the end of its headers.
    body_s: from the first byte of a request to the end of its body.
    write_s: without reading its answers.
    linger_s: after a refusal, so that the client can read it before the connection is reset.
    """

    idle_s: float = 75.0
    head_s: float = 10.0
    body_s: float = 60.0
    write_s: float = 60.0
    linger_s: float = 2.0


TIMEOUTS: Final = Timeouts()
