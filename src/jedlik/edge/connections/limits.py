"""The time that a connection may take."""

from typing import Final, NamedTuple


class Timeouts(NamedTuple):
    """The time that a connection may take, in seconds.

    idle_s: the time without a request.
    head_s: the time from the first byte of a request to the end of its headers.
    body_s: the time from the first byte of a request to the end of its body.
    write_s: the time in which the client does not read its answers.
    linger_s: the time after a refusal in which the client can read it. Then the connection is
        reset.
    wanted_s: replaces write_s while others wait for memory.
    """

    idle_s: float = 75.0
    head_s: float = 10.0
    body_s: float = 60.0
    write_s: float = 60.0
    linger_s: float = 2.0
    wanted_s: float = 2.0


TIMEOUTS: Final = Timeouts()
