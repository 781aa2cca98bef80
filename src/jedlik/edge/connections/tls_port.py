"""A port for TLS, which answers plain HTTP with an error.

The first byte of a connection decides, and it is not consumed. A TLS handshake begins with 22. Any
other byte is answered in plain text with 400, as on the service (Alternator `test_https.py`).
"""

import asyncio
import errno
import logging
import ssl
from collections.abc import Callable
from socket import MSG_PEEK, SHUT_WR, socket
from typing import Final

_LOG: Final = logging.getLogger("jedlik")
_HANDSHAKE: Final = b"\x16"
_BACKLOG: Final = 1024
_ACCEPTS_MAX: Final = 64  # how many connections are accepted in one turn of the event loop
_EXHAUSTED: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_EXHAUSTED_S: Final = 0.1  # the wait before the next attempt if no descriptor is left
_HANDSHAKE_S: Final = 10.0
_LINGER_S: Final = 1.0
_BODY: Final = b"The plain HTTP request was sent to HTTPS port\n"
_REFUSAL: Final = (
    b"HTTP/1.1 400 Bad Request\r\nServer: Server\r\nContent-Type: text/plain\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(_BODY), _BODY)
)


class TlsPort:
    """A listening socket. It makes a protocol for each connection that begins a handshake."""

    def __init__(
        self, bound: socket, context: ssl.SSLContext, protocol: Callable[[], asyncio.Protocol]
    ) -> None:
        """bound: a bound socket that does not listen yet. protocol: makes one for a connection."""
        self._bound = bound
        self._context = context
        self._protocol = protocol
        self._loop = asyncio.get_running_loop()
        self._handshakes: set[asyncio.Task[None]] = set()
        self._retry: asyncio.TimerHandle | None = None
        self._has_warned = False
        bound.setblocking(False)
        bound.listen(_BACKLOG)
        self._loop.add_reader(bound, self._accept)

    def close(self) -> None:
        """Stops accepting connections and ends the handshakes that are not complete."""
        if self._retry is not None:
            self._retry.cancel()
        self._loop.remove_reader(self._bound)
        self._bound.close()
        for handshake in self._handshakes:
            handshake.cancel()

    def _accept(self) -> None:
        for _ in range(_ACCEPTS_MAX):
            try:
                connection, _ = self._bound.accept()
            except OSError as error:  # no connection waits, or no descriptor is left
                if error.errno in _EXHAUSTED:
                    self._pause(error)
                return
            connection.setblocking(False)
            task = self._loop.create_task(self._begin(connection))
            self._handshakes.add(task)
            task.add_done_callback(self._handshakes.discard)

    def _pause(self, error: OSError) -> None:
        """Stops accepting for a while. The socket stays readable, so the loop would call `_accept`
        without a pause.
        """
        if not self._has_warned:
            self._has_warned = True
            _LOG.warning("cannot accept TLS connections: %s", error.strerror)
        self._loop.remove_reader(self._bound)
        self._retry = self._loop.call_later(_EXHAUSTED_S, self._resume)

    def _resume(self) -> None:
        self._retry = None
        self._loop.add_reader(self._bound, self._accept)

    async def _begin(self, connection: socket) -> None:
        is_ours = True
        try:
            async with asyncio.timeout(_HANDSHAKE_S):
                first = await self._first_byte(connection)
            if first == _HANDSHAKE:
                is_ours = False  # the loop closes the connection, even if the handshake fails
                await self._loop.connect_accepted_socket(
                    self._protocol,
                    connection,
                    ssl=self._context,
                    ssl_handshake_timeout=_HANDSHAKE_S,
                )
            elif first:
                await self._loop.sock_sendall(connection, _REFUSAL)
                connection.shutdown(SHUT_WR)
                await asyncio.sleep(_LINGER_S)  # so that no reset arrives before the answer
        except (OSError, TimeoutError):  # failures of TLS are OSErrors too
            pass
        finally:
            if is_ours:
                connection.close()

    async def _first_byte(self, connection: socket) -> bytes:
        readable = asyncio.Event()
        self._loop.add_reader(connection, readable.set)
        try:
            await readable.wait()
            return connection.recv(1, MSG_PEEK)
        finally:
            self._loop.remove_reader(connection)
