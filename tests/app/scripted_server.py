"""A server whose answers a test writes: it fails in the ways that a real one does not on demand."""

import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import orjson


class Answer(NamedTuple):
    """An answer. body: None closes the connection without it. checksum: None: the right one."""

    status: int
    body: Mapping[str, Any] | bytes | None
    checksum: int | None = None


Script = Callable[[str, dict[str, Any]], Answer]


@contextmanager
def scripted(answer: Script) -> Iterator[str]:
    """Runs a server during a `with` block, and yields its URL.

    answer: makes the answer from the name of the operation and the members of the request.
    """

    class Request(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            operation = self.headers["x-amz-target"].partition(".")[2]
            made = answer(operation, orjson.loads(body))
            if made.body is None:
                self.close_connection = True
                return
            content = made.body if isinstance(made.body, bytes) else orjson.dumps(made.body)
            self.send_response(made.status)
            checksum = zlib.crc32(content) if made.checksum is None else made.checksum
            self.send_header("x-amz-crc32", str(checksum))
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def refused(code: str, message: str, status: int = 400) -> Answer:
    """Returns the answer of an operation that is refused."""
    return Answer(
        status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message}
    )
