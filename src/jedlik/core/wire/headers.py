"""What the headers of a request say about the operation and the media type.

Order of the service's checks (dynalite `index.js` and `test/connection.js`, recorded on the real
service): method and Content-Type (404), JSON, X-Amz-Target, signature, empty body.
"""

from typing import Final

from jedlik.core.errors import ServiceError

JSON_1_0: Final = b"application/x-amz-json-1.0"
JSON: Final = b"application/json"

# The answer to a known request for an operation that does not exist: no message.
UNKNOWN_OPERATION: Final = ServiceError("UnknownOperationException", None)

# The answer, with status 404, to what is not a request of the API at all.
NOT_FOUND_BODY: Final = b"<UnknownOperationException/>\n"


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
