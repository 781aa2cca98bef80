"""The running server: listening sockets, timeouts of connections, and a graceful stop.

About once a second a sweep visits all connections, closes those that have waited too long, and
calls the observers.
"""

import asyncio
import ssl
import time
from collections.abc import Sequence
from socket import socket
from typing import Final

from jedlik.edge.connections.limits import TIMEOUTS, Timeouts
from jedlik.edge.connections.memory import Memory
from jedlik.edge.connections.tls_port import TlsPort
from jedlik.edge.http.protocol import HttpProtocol
from jedlik.edge.http.response import ResponseWriter
from jedlik.edge.http.shared import Bounds, Connection, Observer, Respond, Shared, Shed, next_turn
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse

_SWEEP_S: Final = 1.0
_STOP_POLL_S: Final = 0.01
_MEMORY_BYTES: Final = 256 * 1024 * 1024


class Server:
    """Serves HTTP on bound sockets from `start` to `close`."""

    def __init__(
        self,
        respond: Respond,
        timeouts: Timeouts = TIMEOUTS,
        observers: Sequence[Observer] = (),
        *,
        bounds: Bounds | None = None,
        shed: Shed | None = None,
    ) -> None:
        """bounds: by default 10,000 connections, and 256 MB in which a request counts as much as
        its body. shed: answers a request for which there is no memory; by default with 503 and no
        body.
        """
        if bounds is None:
            bounds = Bounds(Memory(_MEMORY_BYTES, estimate=len, factor_max=1, later=next_turn))
        self._memory = bounds.memory
        now_s = time.monotonic()
        self._memory.expire(now_s)
        self._writer = ResponseWriter(time.time())
        self._shared = Shared(
            respond=respond,
            shed=shed or _unavailable,
            bounds=bounds,
            writer=self._writer,
            timeouts=timeouts,
            now_s=now_s,
            later=next_turn,
            observers=observers,
        )
        self._connections = self._shared.connections
        self._listeners: list[asyncio.Server | TlsPort] = []
        self._timer: asyncio.TimerHandle | None = None

    @property
    def connections(self) -> int:
        """Returns the number of open connections."""
        return len(self._connections)

    async def start(
        self, sockets: Sequence[socket], tls_sockets: Sequence[socket] = (), *,
        tls: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        """Accepts connections on `sockets`, and connections with TLS on `tls_sockets`.

        All sockets must be bound.
        """
        loop = asyncio.get_running_loop()
        for bound in sockets:
            self._listeners.append(await loop.create_server(self.new_connection, sock=bound))
        for bound in tls_sockets:
            assert tls is not None, "TLS sockets need certificates"
            self._listeners.append(TlsPort(bound, tls, self.new_connection))
        self._sweep()

    def drain(self) -> None:
        """Asks clients to use other connections: each one is closed after its next answer.

        New connections are still accepted. They are closed after one answer too.
        """
        self._shared.is_draining = True
        for connection in self._connections:
            connection.drain()

    async def close(self, grace_s: float) -> None:
        """Stops accepting and finishes the requests. Ends those that are left after `grace_s`."""
        for listener in self._listeners:
            listener.close()
        deadline_s = time.monotonic() + grace_s
        finishing: set[Connection] = set()
        while self._connections:
            # One that was accepted just before is made a turn of the loop later.
            for connection in self._connections - finishing:
                finishing.add(connection)
                connection.finish()
            if not self._connections or time.monotonic() >= deadline_s:
                break
            await asyncio.sleep(_STOP_POLL_S)
        for connection in list(self._connections):
            connection.abort()
        await asyncio.sleep(0)
        if self._timer is not None:
            self._timer.cancel()

    def new_connection(self) -> HttpProtocol:
        """Returns the protocol of a connection that was accepted."""
        return HttpProtocol(self._shared)

    def _sweep(self) -> None:
        self._shared.now_s = now_s = time.monotonic()
        self._writer.tick(time.time())
        # A connection that begins to wait notes the time of the last sweep: up to a second before.
        for connection in list(self._connections):
            connection.expire(now_s - _SWEEP_S)
        self._memory.expire(now_s)
        in_flight = sum(connection.waits for connection in self._connections)
        for observer in self._shared.observers:
            observer.swept(len(self._connections), in_flight)
        self._timer = asyncio.get_running_loop().call_later(_SWEEP_S, self._sweep)


def _unavailable(request: HttpRequest) -> HttpResponse:
    return HttpResponse(503, NO_HEADERS, b"")
