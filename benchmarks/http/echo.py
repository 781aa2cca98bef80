"""The bare echo: uvloop and httptools with one fixed answer.

No server in Python answers faster, so the rates of the others are compared with it.

    python -m benchmarks.http.echo --port PORT --bytes N

N is the size of the whole answer, including the head.
"""

import argparse
import asyncio
from typing import cast

import httptools
import uvloop

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %08d\r\n\r\n"
)


class Echo(asyncio.Protocol):
    """Answers each complete request with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Stores the transport."""
        # uvloop's transport has no base class of asyncio
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Parses the data. A malformed request ends the connection."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_message_complete(self) -> None:
        """The parser calls this at the end of each request."""
        self._transport.write(self._answer)


def answer_of(size_bytes: int) -> bytes:
    """Returns a whole answer of this size, or of the head's size if that is larger."""
    body_bytes = max(0, size_bytes - len(_HEAD % 0))
    return _HEAD % body_bytes + b"x" * body_bytes


async def serve(port: int, size_bytes: int) -> None:
    """Serves on loopback until it is cancelled."""
    answer = answer_of(size_bytes)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Echo(answer), "127.0.0.1", port)
    await server.serve_forever()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--bytes", type=int, default=1200, dest="size_bytes")
    options = parser.parse_args()
    uvloop.run(serve(options.port, options.size_bytes))


if __name__ == "__main__":
    main()
