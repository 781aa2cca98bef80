"""AWS JSON 1.0: request bodies to dicts, answers to bytes.

A body deeper than the parser goes (1,024 levels) is not a parse failure: the service answers that
an attribute value nests too deep (recorded answers, October 2026). Such a body is cut at a depth
far beyond that limit and parsed again, so that the usual checks find the value and refuse it in
the words of the operation.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, Never

import orjson

from jedlik.core.errors import ROW_BY_CODE, Reject, ServiceError
from jedlik.wire.http.message import header_lines

# Stored JSON that goes into an answer as it is: `encode({"Item": Fragment(b'{"pk":{"S":"a"}}')})`.
Fragment = orjson.Fragment

# Levels kept of a body too deep to parse; the service's limit is 32 levels of attribute values,
# each two levels of JSON, within at most six levels of request.
_KEPT_LEVELS: Final = 200
_PARSER_LEVELS: Final = 1024
# No honest request that deep is larger than an item (400 KB); it bounds the time of the cut.
_CUT_BYTES_MAX: Final = 1024 * 1024
_CLOSING_BRACE: Final = ord("}")
# An unclosed string matches to the end of the body, so the scan is linear whatever is sent.
_MARKS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

NOT_JSON: Final = ServiceError("SerializationException", None)


def decode(body: bytes) -> dict[str, Any]:
    """The members of a request. Rejects with SerializationException what is not a JSON object.

    The service gives no message with it: Alternator
    `test_manual_requests.py::test_json_parse_error`.
    """
    try:
        members = orjson.loads(body)
    except orjson.JSONDecodeError:
        members = _decode_deep(body)
    if not isinstance(members, dict):
        _reject()
    return members


def encode(answer: Mapping[str, Any]) -> bytes:
    """An answer as bytes; `Fragment`s are spliced in unread."""
    return orjson.dumps(answer)


def _decode_deep(body: bytes) -> object:
    deep = body.count(b"{") + body.count(b"[") > _PARSER_LEVELS
    cut = _cut(body) if deep and len(body) <= _CUT_BYTES_MAX else None
    if cut is None:
        _reject()
    try:
        return orjson.loads(cut)
    except orjson.JSONDecodeError:
        _reject()


def _cut(body: bytes) -> bytes | None:
    """`body` without what lies below `_KEPT_LEVELS`; None if the parser could have gone on."""
    kept: list[bytes] = []
    depth = deepest = kept_from = 0
    for mark in _MARKS.finditer(body):
        character = body[mark.start()]
        if character in b"[{":
            depth += 1
            deepest = max(deepest, depth)
            if depth == _KEPT_LEVELS + 1:
                kept.append(body[kept_from : mark.start()])
        elif character in b"]}":
            if depth == _KEPT_LEVELS + 1:
                # As empty as it was, but still what the shape of a value wants there.
                kept.append(b"{}" if character == _CLOSING_BRACE else b"[]")
                kept_from = mark.end()
            depth -= 1
    if deepest <= _PARSER_LEVELS or depth != 0:
        return None
    kept.append(body[kept_from:])
    return b"".join(kept)


def _reject() -> Never:
    raise Reject(NOT_JSON)


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


# Most errors say `message`, these `Message`: dynalite `validations/index.js` (Serialization),
# bodies quoted in aws-sdk-net #1292 (transactions) and dynamic-dynamodb #321 (access).
_CAPITAL_MESSAGE: Final = frozenset(
    {
        "AccessDeniedException",
        "IdempotentParameterMismatchException",
        "SerializationException",
        "TransactionCanceledException",
        "TransactionInProgressException",
    }
)


_TYPE: Final = {code: f"{row.namespace}#{code}" for code, row in ROW_BY_CODE.items()}


def error_body(error: ServiceError) -> bytes:
    """The JSON body of `error`: `__type`, further members, then the sentence if there is one."""
    body: dict[str, object] = {"__type": _TYPE[error.code], **error.fields}
    if error.message is not None:
        body["Message" if error.code in _CAPITAL_MESSAGE else "message"] = error.message
    return orjson.dumps(body)


# The headers of answers by media type.
CONTENT_TYPE_LINES: Final = {
    media_type: header_lines([(b"Content-Type", media_type)])
    for media_type in (JSON_1_0, JSON, b"text/plain")
}
