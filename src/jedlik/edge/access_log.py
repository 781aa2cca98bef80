"""The access log: one line of JSON for each answer, and for each connection that was refused.

Lines are collected and written together, once a second or when there are many. A server without an
access log has no such observer, so its requests do no work for it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import orjson

from jedlik.wire.http.message import HttpRequest, HttpResponse

_LINES_MAX: Final = 512


class AccessLog:
    """An observer that writes one line for each answer.

    A line has: time (RFC 3339, UTC), request_id, peer, access_key_id, api, operation, status, error
    (absent on success), received_bytes (of the body), sent_bytes (of the whole answer),
    duration_us. Unknown members are left out.
    """

    def __init__(
        self, write: Callable[[bytes], object], now_s: Callable[[], float] = time.time
    ) -> None:
        """write: receives whole lines. now_s: returns the time in seconds since 1970."""
        self._write = write
        self._now_s = now_s
        self._lines: list[bytes] = []

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """Adds a line."""
        api, operation = response.operation
        line = {
            "time": datetime.fromtimestamp(self._now_s(), UTC),
            "request_id": request.request_id.decode(),
            "peer": request.peer,
            "access_key_id": response.access_key_id,
            "api": api,
            "operation": operation,
            "status": response.status,
            "error": response.error_code,
            "received_bytes": len(request.body),
            "sent_bytes": sent_bytes,
            "duration_us": round(seconds * 1_000_000),
        }
        self._add({name: value for name, value in line.items() if value != ""})

    def refused(self, peer: str, status: int) -> None:
        """Adds a line for a connection that was refused: no HTTP, too large, too slow, too many."""
        now = datetime.fromtimestamp(self._now_s(), UTC)
        self._add({"time": now, "peer": peer, "status": status})

    def _add(self, line: dict[str, object]) -> None:
        self._lines.append(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))
        if len(self._lines) >= _LINES_MAX:
            self.flush()

    def swept(self, connections: int, in_flight: int) -> None:
        """Writes the lines that were collected since the last sweep."""
        self.flush()

    def flush(self) -> None:
        """Writes the collected lines. Call it once more after the server has closed."""
        if self._lines:
            lines, self._lines = self._lines, []
            self._write(b"".join(lines))
