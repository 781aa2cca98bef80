"""What the headers of a request say about the operation and the media type.

Order of the service's checks (dynalite `index.js` and `test/connection.js`, recorded on the real
service): method and Content-Type (404), JSON, X-Amz-Target, signature, empty body.
"""

from functools import lru_cache
from typing import NamedTuple

from jedlik.core.errors import ServiceError

JSON_1_0 = b"application/x-amz-json-1.0"
JSON = b"application/json"

# The answer to a known request for an operation that does not exist: no message.
UNKNOWN_OPERATION = ServiceError("UnknownOperationException", None)

# The answer, with status 404, to what is not a request of the API at all.
NOT_FOUND_BODY = b"<UnknownOperationException/>\n"


class Target(NamedTuple):
    """The two halves of X-Amz-Target: `DynamoDB_20120810` and `PutItem`."""

    api: str
    operation: str


@lru_cache(maxsize=1024)
def target_named(value: bytes | None) -> Target | None:
    """The target a header value names; None if it is absent or not of the form `api.operation`."""
    if value is None:
        return None
    api, dot, operation = value.strip().partition(b".")
    if not (dot and api.isascii() and operation.isascii()) or b"." in operation:
        return None
    return Target(api.decode(), operation.decode())


@lru_cache(maxsize=256)
def answer_media_type(content_type: bytes | None, *, has_body: bool) -> bytes | None:
    """The media type to answer in; None if the service does not accept `content_type` (404).

    Without a body any type passes. What is not JSON 1.0 is answered as `application/json`, and
    JSON 1.1 is refused: dynalite `test/connection.js`.
    """
    media_type = (content_type or b"").partition(b";")[0].strip()
    if media_type == JSON_1_0:
        return JSON_1_0
    return JSON if media_type == JSON or not has_body else None
