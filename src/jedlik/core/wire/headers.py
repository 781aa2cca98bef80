"""What the headers of a request say about the operation and the media type.

Order of the service's checks (dynalite `index.js` and `test/connection.js`, recorded on the real
service): method and Content-Type (404), JSON, X-Amz-Target, signature, empty body.
"""

from functools import lru_cache
from typing import NamedTuple

from jedlik.core.errors import ServiceError

JSON_1_0 = b"application/x-amz-json-1.0"
JSON = b"application/json"

_KEPT_BYTES = 128  # a longer header is not one that clients repeat: not worth keeping

# The answer to a known request for an operation that does not exist: no message.
UNKNOWN_OPERATION = ServiceError("UnknownOperationException", None)

# The answer, with status 404, to what is not a request of the API at all.
NOT_FOUND_BODY = b"<UnknownOperationException/>\n"


class Target(NamedTuple):
    """The two halves of X-Amz-Target: `DynamoDB_20120810` and `PutItem`."""

    api: str
    operation: str


def target_named(value: bytes | None) -> Target | None:
    """The target a header value names; None if it is absent or not of the form `api.operation`."""
    if value is None:
        return None
    return _known_target(value) if len(value) <= _KEPT_BYTES else _target(value)


def answer_media_type(content_type: bytes | None, *, has_body: bool) -> bytes | None:
    """The media type to answer in; None if the service does not accept `content_type` (404).

    Without a body any type passes. What is not JSON 1.0 is answered as `application/json`, and
    JSON 1.1 is refused: dynalite `test/connection.js`.
    """
    if content_type == JSON_1_0:
        return JSON_1_0
    media_type = (content_type or b"").partition(b";")[0].strip()
    if media_type == JSON_1_0:
        return JSON_1_0
    return JSON if media_type == JSON or not has_body else None


def _target(value: bytes) -> Target | None:
    api, dot, operation = value.strip().partition(b".")
    if not (dot and api.isascii() and operation.isascii()) or b"." in operation:
        return None
    return Target(api.decode(), operation.decode())


_known_target = lru_cache(maxsize=1024)(_target)
