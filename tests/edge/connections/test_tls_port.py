"""A TLS port when the process has no descriptor left; the rest is in test_server.py."""

import asyncio
import errno
import logging
import ssl
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
        self.tried_thrice = asyncio.Event()

    def accept(self) -> None:
        self.tries += 1
        if self.tries == 3:
            self.tried_thrice.set()
        raise OSError(errno.EMFILE, "Too many open files")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bound, name)


class QuickLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers are due at once. It notes how long they should have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Any, *args: Any, context: Any = None
    ) -> asyncio.TimerHandle:
        self.waits.append(delay)
        return self.call_at(self.time(), callback, *args, context=context)


def test_waits_between_tries_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    async def run(loop: QuickLoop) -> None:
        bound = create_server(("127.0.0.1", 0))
        exhausted = Exhausted(bound)
        port = TlsPort(
            cast(socket, exhausted), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), asyncio.Protocol
        )
        client = socket()
        client.setblocking(False)
        await loop.sock_connect(client, bound.getsockname())
        await exhausted.tried_thrice.wait()
        port.close()
        client.close()
        assert loop.waits == [loop.waits[0]] * exhausted.tries
        assert loop.waits[0] >= 0.1  # the loop would do nothing else otherwise

    with (
        caplog.at_level(logging.WARNING, "jedlik"),
        asyncio.Runner(loop_factory=QuickLoop) as runner,
    ):
        loop = runner.get_loop()
        assert isinstance(loop, QuickLoop)
        runner.run(run(loop))
    assert caplog.messages == ["cannot accept TLS connections: Too many open files"]
