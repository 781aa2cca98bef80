"""A minimal HTTP/1.1 connection on a plain socket: one request, one answer, no needless copies.

It supports what the measured servers send: bodies with Content-Length or in chunks, and connections
that stay open or close after the answer.
"""

import socket
from typing import NamedTuple

_RECEIVE_BYTES = 262_144
_TIMEOUT_S = 30.0


class Answer(NamedTuple):
    """One answer. body: a chunked body includes its framing. size_bytes: includes the head."""

    status: int
    body: bytes
    size_bytes: int

    @property
    def succeeded(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300


class Endpoint(NamedTuple):
    """The address of a server on loopback."""

    host: str
    port: int

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        return f"{self.host}:{self.port}"


class Connection:
    """One connection. Call `send`, then `receive` whenever there is data, until an answer comes.

    due: when the request in flight should have been sent, in seconds of perf_counter; set by
    `send`.
    ended: the server has closed the connection, or announced that it will close it.
    """

    __slots__ = ("_buffer", "_socket", "due", "ended", "in_flight")

    def __init__(self, endpoint: Endpoint) -> None:
        self._socket = socket.create_connection(endpoint, timeout=_TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self.due = 0.0
        self.ended = False
        self.in_flight = False

    def fileno(self) -> int:
        """Returns the descriptor to watch."""
        return self._socket.fileno()

    def send(self, request: bytes, *, due: float = 0.0) -> None:
        """Sends a whole request. Waits while the server does not read."""
        self.due = due
        self.in_flight = True
        self._socket.sendall(request)

    def receive(self) -> Answer | None:
        """Returns the answer, or None while it is incomplete or if an idle connection has ended.

        Raises ConnectionError if the server closes before the answer is complete.
        """
        data = self._socket.recv(_RECEIVE_BYTES)
        if not data:
            if self.in_flight:
                raise ConnectionError("the server closed the connection before a whole answer")
            self.ended = True
            return None
        buffer = self._buffer + data if self._buffer else data
        end_of_head = buffer.find(b"\r\n\r\n")
        if end_of_head < 0 or not _is_whole(buffer, end_of_head + 4):
            self._buffer = buffer
            return None
        self._buffer = b""
        self.in_flight = False
        self.ended = b"lose\r" in buffer[: end_of_head + 1] or buffer.startswith(b"HTTP/1.0")
        return Answer(int(buffer[9:12]), buffer[end_of_head + 4 :], len(buffer))

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()


def exchange(endpoint: Endpoint, request: bytes) -> Answer:
    """Sends one request on a new connection and returns its answer. Raises OSError without one."""
    connection = Connection(endpoint)
    try:
        connection.send(request)
        while (answer := connection.receive()) is None:
            pass
        return answer
    finally:
        connection.close()


def _is_whole(buffer: bytes, start_of_body: int) -> bool:
    head = buffer[:start_of_body].lower()
    at = head.find(b"content-length:")
    if at >= 0:
        length = int(head[at + 15 : head.index(b"\r", at)])
        return len(buffer) - start_of_body >= length
    if b"transfer-encoding: chunked" in head:
        return buffer.endswith(b"0\r\n\r\n")
    raise ConnectionError(f"an answer without a length: {head[:200]!r}")
