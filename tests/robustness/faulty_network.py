"""A TCP proxy between a node and its database, whose network can be made faulty while both run.

What a client has sent before it gives up reaches the database all the same, later than the client
expects. So a commit may be made after its node has lost the connection.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_CHUNK_BYTES = 1 << 16


class FaultyNetwork:
    """Forwards connections to a port of this machine.

    delay_s: how much later all data arrives, in both directions.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._loses_answers = False
        self.delay_s = 0.0
        self.port = 0

    def stop(self) -> None:
        """Holds all data back until `resume`. Connections remain open."""
        self._flowing.clear()

    def resume(self) -> None:
        """Ends all faults. What was held back arrives now."""
        self._flowing.set()
        self._loses_answers = False
        self.delay_s = 0.0

    def cut(self) -> None:
        """Ends all connections at once."""
        for writer in self._writers:
            writer.transport.abort()

    def lose_answers(self) -> None:
        """Loses the next answer on each connection, and then ends that connection."""
        self._loses_answers = True

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forwards one connection in both directions."""
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, back}
        self._writers |= pair
        halves = [
            asyncio.create_task(self._forward(reader, back)),
            asyncio.create_task(self._forward(there, writer, has_answers=True)),
        ]
        try:
            await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for half in halves:
                half.cancel()
            await asyncio.gather(*halves, return_exceptions=True)
            self._writers -= pair
            for end in pair:
                end.transport.abort()

    async def _forward(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        *,
        has_answers: bool = False,
    ) -> None:
        with suppress(ConnectionError):
            while data := await source.read(_CHUNK_BYTES):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                await self._flowing.wait()
                if has_answers and self._loses_answers:
                    return
                target.write(data)
                await target.drain()


@asynccontextmanager
async def faulty_network(target: int) -> AsyncIterator[FaultyNetwork]:
    """Runs a proxy to a port of this machine during a `with` block."""
    network = FaultyNetwork(target)
    server = await asyncio.start_server(network.accept, "127.0.0.1", 0)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        network.resume()
        server.close()
        network.cut()
