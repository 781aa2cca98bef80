"""A request and a response.

Both are plain classes: compiled code makes an instance in a tenth of the time of a named tuple.
"""

from collections.abc import Iterable
from typing import Final, final

FIRST_ACCEPT_ENCODING: Final = b":accept-encoding"  # the name of a header cannot have a colon


@final
class HttpRequest:
    """A complete request.

    method, target: the bytes that were sent. The target contains the query.
    headers: values by lower-case name. Repeated headers are joined by commas, as Signature Version
        4 requires. If there are several Accept-Encoding, the first one is also stored under
        FIRST_ACCEPT_ENCODING.
    body: the bytes that were sent, compressed if there is a `content-encoding`.
    peer: the address of the client, such as `203.0.113.7:40123`.
    request_id: a unique identifier, which the answer contains as x-amzn-RequestId.
    held_bytes: the memory that the edge has reserved for the request while it runs.
    is_shed: whether the edge refuses the request because memory is exhausted. Then its body may be
        missing.
    response: the response, as soon as there is one.
    """

    __slots__ = (
        *("body", "headers", "held_bytes", "is_shed", "method", "peer", "request_id", "response"),
        "target",
    )

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
        self.held_bytes = 0
        self.is_shed = False
        self.response: HttpResponse | None = None


@final
class HttpResponse:
    """A response.

    headers: lines that `header_lines` made. Equal answers should share one object, because the edge
        caches what it derives from them. The edge adds Server, Date, Content-Length, Connection,
        x-amzn-RequestId, x-amz-crc32 and Content-Encoding.
    is_encoded: whether the body is already in an encoding that the client accepts.
    operation: the name of the API and the name of the operation.
    operation, error_code, access_key_id: for metrics and the access log, empty if unknown.
    """

    __slots__ = (
        *("access_key_id", "body", "error_code", "headers", "is_encoded", "operation", "status"),
    )

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
        self.is_encoded = False
        self.operation = operation
        self.error_code = error_code
        self.access_key_id = access_key_id


def header_lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Returns the bytes of header lines, each with its line end."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


NO_HEADERS: Final = b""
