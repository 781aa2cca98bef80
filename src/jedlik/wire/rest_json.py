"""The protocol of REST APIs: method and path name the operation, JSON is in the body.

    PUT /backup-vaults/{BackupVaultName}
    GET /backup-jobs/?nextToken=NextToken&maxResults=MaxResults

These lines are routes. In braces, and to the right of the equals signs, are the names of members.
The members that a route does not name are in the body.

Sources: Smithy, "AWS restJson1 protocol" and "HTTP binding traits"; the serializer and the parser
of botocore. Form of errors: an answer of AWS Backup in terraform-provider-aws #29199.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, final
from urllib.parse import unquote_to_bytes

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.echo import clipped_error
from jedlik.wire.form import parameters
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines
from jedlik.wire.json_1_0 import decode, encode_with_blobs
from jedlik.wire.protocol import ErrorRow, WireApi, WireOperation, WireProtocol
from jedlik.wire.query_members import scalar
from jedlik.wire.shapes.structure import List, Map

_JSON: Final = (b"Content-Type", b"application/json")
_HEADERS: Final = header_lines([_JSON])
_ROOT: Final = b"/"
_OPTIONS: Final = b"OPTIONS"  # a browser asks what it may send
_UNKNOWN: Final = ServiceError("UnknownOperationException", None)
_NOT_UTF_8: Final = ServiceError(
    "SerializationException", "The path of the request is not in UTF-8"
)


class Route(NamedTuple):
    """A route, divided.

    segments: of the path; None for a member. members: the members of these segments, in order.
    query: the member of each parameter of the query string.
    """

    target: bytes
    method: bytes
    segments: tuple[bytes | None, ...]
    members: tuple[str, ...]
    query: Mapping[str, str]


def parsed_route(text: str) -> Route:
    """Returns a route from its text, such as `GET /tags/{ResourceArn}/?nextToken=NextToken`."""
    method, _, target = text.partition(" ")
    path, _, query = target.partition("?")
    parts = _segments(path.encode())
    return Route(
        text.encode(),
        method.encode(),
        tuple(None if each[:1] == b"{" else each for each in parts),
        tuple(each[1:-1].decode() for each in parts if each[:1] == b"{"),
        dict(pair.split("=") for pair in query.split("&")) if query else {},
    )


@final
class RestJson(WireProtocol):
    """The protocol of one API with its routes. The paths of two APIs begin with other segments."""

    decodes_late = True

    def __init__(self, routes: Mapping[str, str]) -> None:
        """routes: by the name of the operation."""
        self._routes = {name: parsed_route(text) for name, text in routes.items()}
        self.first_segments: Final = frozenset(
            each.segments[0] for each in self._routes.values() if each.segments[0] is not None
        )
        # A path is compared with the routes that have its method and its number of segments, those
        # with more fixed segments first.
        self._by_form: dict[tuple[bytes, int], list[Route]] = {}
        for route in sorted(self._routes.values(), key=lambda each: len(each.members)):
            form = route.method, len(route.segments)
            self._by_form.setdefault(form, []).append(route)

    def targets(self, api: WireApi) -> list[tuple[bytes, str]]:
        """Returns the route of each operation."""
        return [(self._routes[name].target, name) for name in api.names]

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns the route of a request, empty if its path is none of the API."""
        if http.target == _ROOT or http.method == _OPTIONS or b"x-amz-target" in http.headers:
            return None
        path = http.target.partition(b"?")[0]
        if path[1:].partition(b"/")[0] not in self.first_segments:
            return None
        segments = _segments(path)
        for route in self._by_form.get((http.method, len(segments)), ()):
            if _fits(route, segments):
                return route.target
        return b""

    def unknown(self, target: bytes) -> ServiceError:
        """Returns the error for a path without an operation. Its text is not recorded."""
        return _UNKNOWN

    def decode(
        self, http: HttpRequest, body: bytes, operation: WireOperation | None
    ) -> dict[str, Any]:
        """Returns the members of a request: those of the body, of the query string, of the path."""
        assert operation is not None
        route = self._routes[operation.name]
        members = decode(body) if body else {}
        path, _, query = http.target.partition(b"?")
        if query:
            members.update(_in_query(query, route, operation))
        members.update(_in_path(path, route))
        return members

    def encode(
        self,
        http: HttpRequest,
        api: WireApi,
        operation: WireOperation,
        answer: Mapping[str, Any] | None,
    ) -> HttpResponse:
        """Returns the response with an answer."""
        body = b"" if answer is None else encode_with_blobs(answer)
        return HttpResponse(200, _HEADERS, body)

    def encode_error(
        self, http: HttpRequest, api: WireApi | None, row: ErrorRow, error: ServiceError
    ) -> HttpResponse:
        """Returns the response with an error. Its code is in a header."""
        body: dict[str, object] = dict(error.fields)
        message = row.message or error.message
        if message is not None:
            body[row.message_member] = clipped_error(message)
        headers = header_lines([_JSON, (b"x-amzn-ErrorType", row.code.encode())])
        return HttpResponse(row.http_status, headers, encode_with_blobs(body))


def _segments(path: bytes) -> list[bytes]:
    """Returns the segments of a path, still encoded. A slash at its end adds none."""
    segments = path.split(b"/")[1:]
    if segments and not segments[-1]:
        segments.pop()
    return segments


def _fits(route: Route, segments: list[bytes]) -> bool:
    for fixed, segment in zip(route.segments, segments, strict=True):
        if not segment or (fixed is not None and fixed != segment):
            return False
    return True


def _in_path(path: bytes, route: Route) -> dict[str, str]:
    """Returns the members in the path. Raises Reject if one of them is not in UTF-8."""
    sent = [
        segment
        for fixed, segment in zip(route.segments, _segments(path), strict=True)
        if fixed is None
    ]
    try:
        texts = [unquote_to_bytes(each).decode() for each in sent]
    except UnicodeDecodeError:
        raise Reject(_NOT_UTF_8) from None
    return dict(zip(route.members, texts, strict=True))


def _in_query(query: bytes, route: Route, operation: WireOperation) -> dict[str, object]:
    """Returns the members in the query string. A parameter that is none of them is ignored, as are
    those of a signature. Raises Reject if one has the wrong form.
    """
    shapes = {each.name: each.shape for each in operation.shape.members}
    found: dict[str, object] = {}
    for name, text in parameters(query):
        member = route.query.get(name)
        if member is None:
            continue
        shape = shapes[member]
        assert not isinstance(shape, (List, Map)), "no API that is built has a list there"
        found[member] = scalar(text, shape)
    return found
