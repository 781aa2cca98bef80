"""The time that a connection may take, and the memory that all connections may use."""

from typing import Final, NamedTuple


class Bounds(NamedTuple):
    """The limits of all connections of a process together.

    connections: the number of connections.
    held_bytes: the bytes of unfinished requests, of waiting requests, and of answers that clients
        have not read yet. If there are more, the connections that have held bytes for the longest
        time are closed.
    """

    connections: int = 10_000
    held_bytes: int = 256 * 1024 * 1024


BOUNDS: Final = Bounds()


class Timeouts(NamedTuple):
    """The time that a connection may take, in seconds.

    idle_s: the time without a request.
    head_s: the time from the first byte of a request to the end of its headers.
    body_s: the time from the first byte of a request to the end of its body.
    write_s: the time in which the client does not read its answers.
    linger_s: the time after a refusal in which the client can read it. Then the connection is
        reset.
    """

    idle_s: float = 75.0
    head_s: float = 10.0
    body_s: float = 60.0
    write_s: float = 60.0
    linger_s: float = 2.0


TIMEOUTS: Final = Timeouts()
