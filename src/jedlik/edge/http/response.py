"""From an answer to its bytes.

Most of a head is the same in many answers. So it is made once for each status, each set of headers
and each second. Then it is joined with the length, the request id and the checksum. The checksum is
that of the bytes that are sent, so it covers the compressed body.
"""

from http import HTTPStatus
from time import gmtime, strftime
from typing import Final

from zlib_ng.zlib_ng import crc32

from jedlik.wire.http.content_encoding import PLAIN_BYTES_MAX, compress
from jedlik.wire.http.message import HttpRequest, HttpResponse

_KEEP: Final = b"\r\nConnection: keep-alive\r\nx-amzn-RequestId: "
_CLOSE: Final = b"\r\nConnection: close\r\nx-amzn-RequestId: "
_CHECKSUM: Final = b"\r\nx-amz-crc32: "
_END: Final = b"\r\n\r\n"
_STATUS_LINES: Final = {
    status.value: b"HTTP/1.1 %d %b\r\n" % (status.value, status.phrase.encode())
    for status in HTTPStatus
}
_NOT_MODIFIED: Final = 304  # it has the headers of the body that it would have, but no body
# Answers to preflight requests repeat headers of the request, so the number of heads is bounded.
_HEADS_MAX: Final = 256

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class ResponseWriter:
    """Turns answers into bytes. The server calls `tick` about once a second for the Date."""

    __slots__ = ("_date", "_heads")

    def __init__(self, now_s: float) -> None:
        self._heads: dict[tuple[int, bytes], bytes] = {}
        self.tick(now_s)

    def tick(self, now_s: float) -> None:
        """Sets the Date of the following answers. now_s: the time in seconds since 1970."""
        self._date = strftime("%a, %d %b %Y %H:%M:%S GMT", gmtime(now_s)).encode()
        self._heads.clear()

    def write(self, request: HttpRequest, response: HttpResponse, *, keep_alive: bool) -> bytes:
        """Returns the whole answer, head and body."""
        status, headers, body = response.status, response.headers, response.body
        asked = request.headers
        if (
            len(body) > PLAIN_BYTES_MAX
            and b"accept-encoding" in asked
            and not response.is_encoded
            and compress(asked, response)
        ):
            headers, body = response.headers, response.body
        head = self._heads.get((status, headers)) or self._head(status, headers)
        return b"".join(
            (
                head,
                str(len(body)).encode(),
                _KEEP if keep_alive else _CLOSE,
                request.request_id,
                _CHECKSUM,
                str(crc32(body)).encode(),
                _END,
                body if request.method != b"HEAD" and status != _NOT_MODIFIED else b"",
            )
        )

    def refusal(self, status: int, body: bytes = b"") -> bytes:
        """Returns the last answer on a connection that is refused."""
        head = _STATUS_LINES[status]
        date = self._date
        return (
            b"%bServer: Server\r\nDate: %b\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b"
            % (head, date, len(body), body)
        )

    def _head(self, status: int, headers: bytes) -> bytes:
        head = b"%bServer: Server\r\nDate: %b\r\n%bContent-Length: " % (
            _STATUS_LINES[status],
            self._date,
            headers,
        )
        if len(self._heads) < _HEADS_MAX:
            self._heads[status, headers] = head
        return head
