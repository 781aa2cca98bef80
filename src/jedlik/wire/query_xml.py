"""The protocol AWS Query: a request is a form, an answer is XML.

    Action=CreateUser&Version=2010-05-08&UserName=Anna&Tags.member.1.Key=a&Tags.member.1.Value=b

The parameters come in the body of a POST, in the query string of a GET, or in both. Action and
Version name the operation. The shapes of the operation say how the other parameters are read.
Parameters that belong to no member are ignored, as by the service.

Sources: Smithy, "AWS Query protocol"; the serializer and the parser of botocore. Texts of errors:
answers of SNS, CloudWatch and CloudFront in bug reports (aws-api #6, amazonka #209, jclouds #274,
s3_website #320), which use the same deserializer.
"""

from collections.abc import Mapping
from typing import Any, Final, final

from jedlik.core.errors import ServiceError
from jedlik.core.types.echo import clipped_error
from jedlik.wire.form import parameters
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines
from jedlik.wire.protocol import ErrorRow, WireApi, WireOperation, WireProtocol
from jedlik.wire.query_members import Naming, read_members
from jedlik.wire.shapes.query_request import QueryRequest
from jedlik.wire.xml import Tags, escaped, write_members

_FORM: Final = b"application/x-www-form-urlencoded"
_HEADERS: Final = header_lines([(b"Content-Type", b"text/xml")])
_ACTION: Final = b"Action="
_VERSION: Final = b"Version="
_SERVER_ERROR: Final = 500
NAMING: Final = Naming("member", "entry", "key", "value")
_TAGS: Final = Tags("member", "entry", "key", "value", 0)


@final
class Query(WireProtocol):
    """AWS Query."""

    decodes_late = True

    def targets(self, api: WireApi) -> list[tuple[bytes, str]]:
        """Returns `Version Action` of each operation."""
        return query_targets(api)

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns `Version Action`, or None if the request is no form with an Action."""
        return named_target(http)

    def unknown(self, target: bytes) -> ServiceError:
        """Returns the error for a target that names no operation."""
        version, _, action = target.decode("latin-1").partition(" ")
        message = (
            f"Could not find operation {action} for version {version or 'NO_VERSION_SPECIFIED'}"
        )
        return ServiceError("UnknownOperationException", message)

    def decode(
        self, http: HttpRequest, body: bytes, operation: WireOperation | None
    ) -> dict[str, Any]:
        """Returns the members of a request: the parameters of its body and of its query string."""
        assert operation is not None
        return read_members(sent_parameters(http, body), operation.shape.members, NAMING)

    def encode(
        self,
        http: HttpRequest,
        api: WireApi,
        operation: WireOperation,
        answer: Mapping[str, Any] | None,
    ) -> HttpResponse:
        """Returns the response with an answer. It has a result only if the model has one."""
        shape = operation.shape
        assert isinstance(shape, QueryRequest)
        name = operation.name
        parts = [f'<{name}Response xmlns="{api.target_prefix}">']
        if shape.answer is not None:
            parts.append(f"<{name}Result>")
            write_members(parts, answer or {}, shape.answer.members, _TAGS)
            parts.append(f"</{name}Result>")
        request_id = http.request_id.decode()
        parts.append(f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>")
        parts.append(f"</{name}Response>")
        return HttpResponse(200, _HEADERS, "".join(parts).encode())

    def encode_error(
        self, http: HttpRequest, api: WireApi | None, row: ErrorRow, error: ServiceError
    ) -> HttpResponse:
        """Returns the response with an error."""
        namespace = "" if api is None else f' xmlns="{api.target_prefix}"'
        kind = "Sender" if row.http_status < _SERVER_ERROR else "Receiver"
        message = escaped(clipped_error(row.message or error.message or ""))
        text = (
            f"<ErrorResponse{namespace}><Error><Type>{kind}</Type><Code>{row.code}</Code>"
            f"<Message>{message}</Message></Error>"
            f"<RequestId>{http.request_id.decode()}</RequestId></ErrorResponse>"
        )
        return HttpResponse(row.http_status, _HEADERS, text.encode())


QUERY: Final = Query()


def query_targets(api: WireApi) -> list[tuple[bytes, str]]:
    """Returns `Version Action` of each operation. The version is the end of the namespace."""
    version = api.target_prefix.rstrip("/").rpartition("/")[2]
    return [(f"{version} {name}".encode(), name) for name in api.names]


def named_target(http: HttpRequest) -> bytes | None:
    """Returns `Version Action` of a form, None if the request is no form with an Action.

    The form is searched and not decoded. A request whose body was not read for lack of memory names
    nothing.
    """
    form = _form_of(http)
    if form is None:
        return None
    query = http.target.partition(b"?")[2]
    action = _first(form, _ACTION) or _first(query, _ACTION)
    if not action:
        return b"" if http.is_shed and http.method == b"POST" else None
    return (_first(form, _VERSION) or _first(query, _VERSION)) + b" " + action


def _first(form: bytes, name: bytes) -> bytes:
    """Returns the value of the first parameter of a name, empty if there is none.

    name: with the equals sign.
    """
    if form.startswith(name):
        begin = len(name)
    else:
        begin = form.find(b"&" + name) + 1 + len(name)
        if begin == len(name):
            return b""
    end = form.find(b"&", begin)
    return form[begin:] if end < 0 else form[begin:end]


def sent_parameters(http: HttpRequest, body: bytes) -> list[tuple[str, str]]:
    """Returns the parameters of body and query string."""
    query = http.target.partition(b"?")[2]
    found = parameters(body) if body else []
    return found + parameters(query) if query else found


def _form_of(http: HttpRequest) -> bytes | None:
    """Returns the form in the body, empty for a GET, None if the request has none."""
    if http.method == b"GET":
        return b"" if http.target[:2] == b"/?" else None
    content_type = http.headers.get(b"content-type", b"")
    is_form = content_type.partition(b";")[0].strip().lower() == _FORM
    return http.body if http.method == b"POST" and is_form else None
