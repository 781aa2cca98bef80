"""The protocols AWS JSON 1.0 and 1.1.

A request is a POST of a JSON object. X-Amz-Target names its API and its operation. Source: dynalite
`test/connection.js` and Alternator `test_manual_requests.py`, recorded from the real service.

The parser accepts 1,024 levels. The service answers a deeper body with the error that an attribute
value nests too deeply (recorded answers, October 2026). So a deeper body is cut at a depth far
beyond the limit of attribute values and parsed again. Then the usual checks find the value and
answer with the text of the operation. The parser of the service has a limit too, which is higher
(`_SERVICE_LEVELS`).
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final, Never, final

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.pauses import spend
from jedlik.core.types import json_in_pieces
from jedlik.core.types.echo import clipped_error
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines
from jedlik.wire.protocol import ErrorRow, WireApi, WireOperation, WireProtocol

# Stored JSON that is put into an answer without being decoded:
# `encode({"Item": Fragment(b'{"pk":{"S":"a"}}')})`.
Fragment = orjson.Fragment

# How many levels remain of a body that is too deep to parse. An attribute value may have 32 levels.
# Each is two levels of JSON. At most six levels of the request are around it.
_CUT_LEVELS: Final = 200
_PARSER_LEVELS: Final = 1024
# An item with a value of 2,000 levels has 4,003 levels of JSON. It is read, and one of 5,000 levels
# is a SerializationException. The limit of the service lies between them, at another place in each
# run (dynoxide's captures, October 2026).
_SERVICE_LEVELS: Final = 4004
# A valid deep request is never larger than an item (400 KB). This limits the time for cutting.
_CUT_BYTES_MAX: Final = 1024 * 1024
_CLOSING_BRACE: Final = ord("}")
_SPACE: Final = ord(" ")
# An unclosed string matches to the end of the body, so the time is linear for every body.
_TOKENS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

# The errors of the service have no message. Source: dynalite `test/connection.js` and Alternator
# `test_manual_requests.py::test_json_parse_error`.
_UNKNOWN_OPERATION: Final = ServiceError("UnknownOperationException", None)
NOT_JSON: Final = ServiceError("SerializationException", None)
_TOO_LARGE: Final = ServiceError(
    "SerializationException",
    "The request contains a list, an object or a name that is larger than any valid one",
)


@final
class Json(WireProtocol):
    """The protocol with one media type. Each media type in which requests may come is a value.

    media_type: the Content-Type of requests and answers.
    accepts_no_body: whether a request without a body may have any media type.
    has_blobs: whether answers may have bytes, which are encoded in base64.
    """

    def __init__(
        self, media_type: bytes, *, accepts_no_body: bool, has_blobs: bool = False
    ) -> None:
        self._media_type = media_type
        self._has_blobs = has_blobs
        self._accepts_no_body = accepts_no_body
        self._headers = header_lines([(b"Content-Type", media_type)])

    def targets(self, api: WireApi) -> list[tuple[bytes, str]]:
        """Returns the X-Amz-Target of each operation."""
        return [(f"{api.target_prefix}.{name}".encode(), name) for name in api.names]

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns X-Amz-Target without white space around it."""
        if http.method != b"POST" or not self._accepts(http):
            return None
        target = http.headers.get(b"x-amz-target", b"")
        has_space = target and (target[0] <= _SPACE or target[-1] <= _SPACE)
        return target.strip() if has_space else target

    def unknown(self, target: bytes) -> ServiceError:
        """Returns the error for a target that names no operation. It has no message."""
        return _UNKNOWN_OPERATION

    def decode(
        self, http: HttpRequest, body: bytes, operation: WireOperation | None
    ) -> dict[str, Any]:
        """Returns the members of a request. This protocol has all members in the body."""
        return decode(body)

    def encode(
        self,
        http: HttpRequest,
        api: WireApi,
        operation: WireOperation,
        answer: Mapping[str, Any] | None,
    ) -> HttpResponse:
        """Returns the response with an answer."""
        if answer is None:
            return HttpResponse(200, self._headers, b"")
        body = encode_with_blobs(answer) if self._has_blobs else encode(answer)
        return HttpResponse(200, self._headers, body)

    def encode_error(
        self, http: HttpRequest, api: WireApi | None, row: ErrorRow, error: ServiceError
    ) -> HttpResponse:
        """Returns the response with an error."""
        return HttpResponse(row.http_status, self._headers, error_body(row, error))

    def _accepts(self, http: HttpRequest) -> bool:
        content_type = http.headers.get(b"content-type", b"")
        if content_type == self._media_type:
            return True
        found = content_type.partition(b";")[0].strip()
        return found == self._media_type or (self._accepts_no_body and not http.body)


JSON_1_0: Final = Json(b"application/x-amz-json-1.0", accepts_no_body=False)
JSON_1_1: Final = Json(b"application/x-amz-json-1.1", accepts_no_body=False, has_blobs=True)
# Requests of this media type, and requests of any media type that have no body.
JSON: Final = Json(b"application/json", accepts_no_body=True)


def decode(body: bytes) -> dict[str, Any]:
    """Returns the members of a request. Raises Reject unless `body` is a JSON object."""
    try:
        members = json_in_pieces.loads(body)
    except json_in_pieces.TooLargeError:
        raise Reject(_TOO_LARGE) from None
    except ValueError:
        members = _decode_deep(body)
    if not isinstance(members, dict):
        _reject()
    return members


def encode(answer: Mapping[str, Any]) -> bytes:
    """Returns an answer as bytes. Each `Fragment` is inserted without being decoded."""
    return orjson.dumps(answer)


def encode_with_blobs(answer: Mapping[str, Any]) -> bytes:
    """Returns an answer as bytes. Each value of bytes is encoded in base64."""
    return orjson.dumps(answer, default=_blob)


def error_body(row: ErrorRow, error: ServiceError) -> bytes:
    """Returns the body of an error: `__type`, other members, and the message if there is one."""
    kind = f"{row.namespace}#{row.code}" if row.namespace else row.code
    body: dict[str, object] = {"__type": kind, **error.fields}
    if error.message is not None:
        body[row.message_member] = clipped_error(error.message)
    return orjson.dumps(body)


def _blob(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"{value.__class__} is no JSON")


def _decode_deep(body: bytes) -> object:
    if len(body) > _CUT_BYTES_MAX or body.count(b"{") + body.count(b"[") <= _PARSER_LEVELS:
        _reject()
    cut = _cut(body)
    if cut is None:
        _reject()
    try:
        return json_in_pieces.loads(cut)
    except ValueError:
        _reject()


def _cut(body: bytes) -> bytes | None:
    """Returns `body` without everything that is deeper than `_CUT_LEVELS`.

    Returns None if the parser refused `body` for another reason than its depth, or if the service
    does not read so deep a body either.
    """
    pieces: list[bytes] = []
    depth = deepest = piece_from = 0
    for token in _TOKENS.finditer(body):
        spend(4)
        character = body[token.start()]
        if character in b"[{":
            depth += 1
            if depth > _SERVICE_LEVELS:
                return None
            deepest = max(deepest, depth)
            if depth == _CUT_LEVELS + 1:
                pieces.append(body[piece_from : token.start()])
        elif character in b"]}":
            if depth == _CUT_LEVELS + 1:
                # A list becomes an empty list, and a map an empty map, because the shape of a
                # value expects the same kind.
                pieces.append(b"{}" if character == _CLOSING_BRACE else b"[]")
                piece_from = token.end()
            depth -= 1
    if deepest <= _PARSER_LEVELS or depth != 0:
        return None
    pieces.append(body[piece_from:])
    return b"".join(pieces)


def _reject() -> Never:
    raise Reject(NOT_JSON)
