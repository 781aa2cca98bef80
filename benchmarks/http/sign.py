"""Signature Version 4 for a pool of requests. It does not use the product's own verifier.

Source: AWS General Reference, "Create a signed AWS API request". It signs the headers that an SDK
signs for DynamoDB: content-type, host, x-amz-date, x-amz-target. A signature is valid for five
minutes, so sign right before a measurement.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from benchmarks.http.music import Call

_API = "DynamoDB_20120810"
_CONTENT_TYPE = "application/x-amz-json-1.0"
_SIGNED_HEADERS = "content-type;host;x-amz-date;x-amz-target"


class Credentials(NamedTuple):
    """An access key pair and the Region of its scope."""

    access_key_id: str
    secret_access_key: str
    region: str = "us-east-1"


# They contain only letters and digits, because DynamoDB Local refuses other access key ids.
BENCHMARK_CREDENTIALS = Credentials(
    "JEDLIKBENCHMARK00001", "not-a-secret/used-on-loopback-only/00001"
)


def signed(
    calls: Iterable[Call], *, host: str, credentials: Credentials, at: datetime | None = None
) -> Iterator[bytes]:
    """Yields each call as a whole signed HTTP/1.1 request.

    host: the Host header, with the port. at: the time of signing, or None to sign each call at its
    own time.
    """
    scope_key = b""
    scope = date = time = ""
    for call in calls:
        now = (at or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
        if now[:8] != date:
            date = now[:8]
            scope = f"{date}/{credentials.region}/dynamodb/aws4_request"
            scope_key = _signing_key(credentials, date)
        time = now
        canonical = (
            f"POST\n/\n\ncontent-type:{_CONTENT_TYPE}\nhost:{host}\nx-amz-date:{time}\n"
            f"x-amz-target:{_API}.{call.operation}\n\n{_SIGNED_HEADERS}\n"
            f"{hashlib.sha256(call.body).hexdigest()}"
        )
        to_sign = (
            f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        )
        signature = hmac.digest(scope_key, to_sign.encode(), "sha256").hex()
        head = (
            f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {_CONTENT_TYPE}\r\n"
            f"X-Amz-Date: {time}\r\nX-Amz-Target: {_API}.{call.operation}\r\n"
            f"Authorization: AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{scope}, "
            f"SignedHeaders={_SIGNED_HEADERS}, Signature={signature}\r\n"
            f"Content-Length: {len(call.body)}\r\n\r\n"
        )
        yield head.encode() + call.body


def with_bad_signature(request: bytes) -> bytes:
    """Returns the same request with the first digit of its signature changed."""
    at = request.index(b"Signature=", request.index(b"SignedHeaders=")) + len(b"Signature=")
    digit = b"0" if request[at : at + 1] != b"0" else b"1"
    return request[:at] + digit + request[at + 1 :]


def _signing_key(credentials: Credentials, date: str) -> bytes:
    key = b"AWS4" + credentials.secret_access_key.encode()
    for part in (date, credentials.region, "dynamodb", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
