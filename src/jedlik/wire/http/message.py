"""A request and a response.

Both are plain classes. Compiled, one is made in a tenth of the time that a named tuple takes.
"""

from collections.abc import Iterable
from typing import Final, final

FIRST_ACCEPT_ENCODING: Final = b":accept-encoding"  # no header from outside can begin with a colon


@final
class HttpRequest:
    """A complete request.

    method, target: as sent; the target has its query.
    headers: by lower-case name. Repeated headers are joined by commas, as Signature Version 4
        wants them. Of several Accept-Encoding the first is also under FIRST_ACCEPT_ENCODING.
    body: as sent, still compressed if `content-encoding` says so.
    peer: the address of the client, `203.0.113.7:40123`.
    request_id: unique; the answer returns it as x-amzn-RequestId.
    """

    __slots__ = ("body", "headers", "method", "peer", "request_id", "target")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        method: bytes,
        target: bytes,
        headers: dict[bytes, bytes],
        body: bytes,
        peer: str,
        request_id: bytes,
    ) -> None:
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.peer = peer
        self.request_id = request_id


@final
class HttpResponse:
    """A response.

    headers: lines made by `header_lines`, where possible one object for all equal answers, because
        the edge caches what it derives from them. The edge adds Server, Date, Content-Length,
        Connection, CORS, x-amzn-RequestId, x-amz-crc32 and Content-Encoding.
    operation: the names of its API and of the operation.
    operation, error_code, access_key_id: for metrics and the access log, empty if unknown.
    """

    __slots__ = ("access_key_id", "body", "error_code", "headers", "operation", "status")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        status: int,
        headers: bytes,
        body: bytes,
        operation: tuple[str, str] = ("", ""),
        error_code: str = "",
        access_key_id: str = "",
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.operation = operation
        self.error_code = error_code
        self.access_key_id = access_key_id


def header_lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Returns header lines as they are sent, each with its line end."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


NO_HEADERS: Final = b""
