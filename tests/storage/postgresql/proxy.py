"""A TCP proxy between a storage and its database, which breaks connections at a chosen statement.

A statement is recognised by bytes that it contains, such as a value that is put.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum

_CHUNK_BYTES = 1 << 16


class Cut(Enum):
    """What happens to the statement with the marker. Afterwards its connection is closed."""

    ANSWER = "the server executes it, and the answer is lost"
    REQUEST = "it does not reach the server"
    LATE = "it reaches the server when `release` is called, after the client has gone on"


class Proxy:
    """Forwards everything, except that one statement is treated as `cut` says."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._cut: Cut | None = None
        self._marker = b""
        self._late: list[tuple[asyncio.StreamWriter, bytes]] = []
        self._late_ends: list[asyncio.Task[None]] = []
        self.port = 0
        self.cuts = 0

    def cut(self, cut: Cut, marker: bytes) -> None:
        """Waits for the next statement with the marker."""
        self._cut, self._marker = cut, marker

    async def release(self) -> None:
        """Sends the late statements to the server, and waits until it has ended their sessions."""
        for writer, data in self._late:
            writer.write(data)
            await writer.drain()
            writer.write_eof()
        await asyncio.gather(*self._late_ends, return_exceptions=True)
        for writer, _ in self._late:
            writer.close()
            await writer.wait_closed()
        self._late.clear()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forwards one connection in both directions."""
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        answers = asyncio.create_task(_copy(there, writer))
        try:
            while data := await reader.read(_CHUNK_BYTES):
                if self._cut is not None and self._marker in data:
                    await self._break(data, answers, there, back)
                    return
                back.write(data)
        except ConnectionError:
            pass
        finally:
            writer.close()
            if not any(back is each for each, _ in self._late):
                back.close()

    async def _break(
        self,
        data: bytes,
        answers: "asyncio.Task[None]",
        there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> None:
        cut, self._cut = self._cut, None
        self.cuts += 1
        answers.cancel()
        await asyncio.gather(answers, return_exceptions=True)
        if cut is Cut.ANSWER:
            back.write(data)
            assert await there.read(_CHUNK_BYTES), "the server has answered"
        elif cut is Cut.LATE:
            self._late.append((back, data))
            self._late_ends.append(asyncio.create_task(_drain(there)))


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(_CHUNK_BYTES):
            target.write(data)
    except ConnectionError:
        pass
    finally:
        target.close()


async def _drain(source: asyncio.StreamReader) -> None:
    while await source.read(_CHUNK_BYTES):
        pass


@asynccontextmanager
async def proxied(target: int) -> AsyncIterator[Proxy]:
    """Runs a proxy to a port of this machine during a `with` block."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
