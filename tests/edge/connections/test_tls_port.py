"""A TLS port when the process has no descriptor left; the rest is in test_server.py."""

import asyncio
import errno
import logging
import ssl
from socket import create_server, socket
from typing import Any, cast

import pytest

from jedlik.edge.connections import tls_port
from jedlik.edge.connections.tls_port import TlsPort


class Exhausted:
    """A listening socket with a connection that cannot be accepted."""

    def __init__(self, bound: socket) -> None:
        self._bound = bound
        self.tries = 0

    def accept(self) -> None:
        self.tries += 1
        raise OSError(errno.EMFILE, "Too many open files")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bound, name)


def test_waits_between_tries_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        waits: list[float] = []
        bound = create_server(("127.0.0.1", 0))
        exhausted = Exhausted(bound)
        port = TlsPort(
            cast(socket, exhausted), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), asyncio.Protocol
        )
        resumed = asyncio.Event()

        def call_later(seconds: float, step: Any) -> asyncio.TimerHandle:
            waits.append(seconds)
            if len(waits) == 3:
                resumed.set()
            return loop.call_at(loop.time(), step)

        monkeypatch.setattr(port, "_loop", Loop(loop, call_later))
        client = socket()
        client.setblocking(False)
        await loop.sock_connect(client, bound.getsockname())
        await resumed.wait()
        port.close()
        client.close()
        assert waits == [tls_port._EXHAUSTED_S] * exhausted.tries

    with caplog.at_level(logging.WARNING, "jedlik"):
        asyncio.run(run())
    assert caplog.messages == ["cannot accept TLS connections: Too many open files"]


class Loop:
    """An event loop whose timers are someone else's."""

    def __init__(self, loop: asyncio.AbstractEventLoop, call_later: Any) -> None:
        self._loop = loop
        self.call_later = call_later

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)
