"""A TLS port when the process has no descriptor left; the rest is in test_server.py."""

import asyncio
import errno
import logging
import ssl
from collections.abc import Callable
from socket import create_server, socket
from typing import Any, cast

import pytest

from jedlik.edge.connections.tls_port import TlsPort

TRIES = 3


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


class QuickLoop(asyncio.SelectorEventLoop):
    """An event loop that notes how long something waits, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits_s: list[float] = []
        self.has_waited_enough = asyncio.Event()

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[[], object], *, context: Any = None
    ) -> asyncio.TimerHandle:
        self.waits_s.append(delay)
        if len(self.waits_s) == TRIES:
            self.has_waited_enough.set()
        return self.call_at(self.time(), callback, context=context)


def test_waits_between_tries_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        loop = cast(QuickLoop, asyncio.get_running_loop())
        bound = create_server(("127.0.0.1", 0))
        exhausted = Exhausted(bound)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        port = TlsPort(cast(socket, exhausted), context, asyncio.Protocol)
        client = socket()
        client.setblocking(False)
        await loop.sock_connect(client, bound.getsockname())
        await loop.has_waited_enough.wait()
        port.close()
        client.close()
        assert loop.waits_s == [0.1] * exhausted.tries

    with (
        caplog.at_level(logging.WARNING, "jedlik"),
        asyncio.Runner(loop_factory=QuickLoop) as runner,
    ):
        runner.run(run())
    assert caplog.messages == ["cannot accept TLS connections: Too many open files"]
