"""Calls operations of DynamoDB, of any server, with retries: for `jedlik dump` and `jedlik load`.

What may succeed later is tried again, with pauses that grow: throttling, errors of the server, and
connections that end. An answer whose checksum is wrong counts as a connection that ended.
"""

import http.client
import os
import random
import ssl
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Self
from urllib.parse import urlsplit

import orjson

from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials, sign
from jedlik.wire.http.message import HttpRequest

ATTEMPTS: Final = 12  # in a row without success; with the pauses between them about a minute
_TIMEOUT_S: Final = 60
_PAUSE_S: Final = 0.05
_PAUSE_MAX_S: Final = 20.0
_TARGET: Final = "DynamoDB_20120810."
_JSON: Final = b"application/x-amz-json-1.0"
_SERVER_ERROR: Final = 500
# Source: the retry rules of botocore (retries/standard.py), November 2026.
_THROTTLED: Final = frozenset(
    (
        *("Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled"),
        *("RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded"),
        *("ProvisionedThroughputExceededException", "BandwidthLimitExceeded", "SlowDown"),
    )
)


class Target(NamedTuple):
    """A server, and who calls it. credentials: returns those of the next request."""

    url: str
    region: str
    credentials: Callable[[], Credentials]


class RefusedError(Exception):
    """The server refuses an operation. code: that of its error. The text is its message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnreachableError(Exception):
    """The server does not answer, or answers nothing that helps. The text says why."""


class Client:
    """Calls operations over one connection, which is closed at the end of a `with` block.

    Only one thread may use it.
    """

    def __init__(self, target: Target, pause: Callable[[float], object] = time.sleep) -> None:
        """pause: waits for a number of seconds."""
        parts = urlsplit(target.url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise SettingsError(f"{target.url} is no URL of a server")
        self._target = target
        self.pause = pause
        self._host = parts.netloc
        self._is_tls = parts.scheme == "https"
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, operation: str, body: bytes, *, attempts: int = ATTEMPTS) -> dict[str, Any]:
        """Returns the answer of an operation. Raises RefusedError and UnreachableError."""
        for attempt in range(1, attempts + 1):
            try:
                status, answer = self._answer(operation, body)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                problem: Exception = UnreachableError(
                    f"no answer from {self._target.url}: {error or type(error).__name__}"
                )
            else:
                if status == http.client.OK:
                    return answer
                problem = _refusal(operation, status, answer)
                if status < _SERVER_ERROR and problem.code not in _THROTTLED:
                    raise problem
            if attempt < attempts:
                self.pause(pause_s(attempt))
        raise problem

    def close(self) -> None:
        """Closes the connection. The next call opens another one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _answer(self, operation: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Returns the status and the answer. Raises OSError and HTTPException."""
        headers = {
            b"host": self._host.encode(),
            b"content-type": _JSON,
            b"x-amz-target": (_TARGET + operation).encode(),
        }
        request = HttpRequest(b"POST", b"/", headers, body, "", b"")
        date = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        credentials = self._target.credentials()
        signed = sign(request, credentials, f"{self._target.region}/dynamodb", date)
        if self._connection is None:
            self._connection = self._opened()
        self._connection.request("POST", "/", body, signed)
        response = self._connection.getresponse()
        content = response.read()
        checksum = response.headers.get("x-amz-crc32")
        if checksum is not None and checksum != str(zlib.crc32(content)):
            raise http.client.HTTPException("the checksum of the answer is wrong")
        try:
            answer = orjson.loads(content)
        except orjson.JSONDecodeError:
            answer = None
        if isinstance(answer, dict):
            return response.status, answer
        if response.status == http.client.OK:
            raise http.client.HTTPException("the answer is not JSON; is this a DynamoDB endpoint?")
        return response.status, {}

    def _opened(self) -> http.client.HTTPConnection:
        if not self._is_tls:
            return http.client.HTTPConnection(self._host, timeout=_TIMEOUT_S)
        context = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE"))
        return http.client.HTTPSConnection(self._host, timeout=_TIMEOUT_S, context=context)


def pause_s(failures: int) -> float:
    """Returns how long to wait after a number of failures in a row: a random time, so that those
    who were refused together do not come back together.
    """
    longest = min(_PAUSE_MAX_S, _PAUSE_S * 2**failures)
    return random.uniform(longest / 2, longest)  # noqa: S311  (no secret)


def _refusal(operation: str, status: int, answer: dict[str, Any]) -> RefusedError:
    code = str(answer.get("__type", status)).rpartition("#")[2]
    message = answer.get("message") or answer.get("Message") or f"{operation} answered {status}"
    return RefusedError(code, str(message))
