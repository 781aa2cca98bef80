"""A second protocol and a second API, as small as boto3's STS client accepts.

The protocol is a part of AWS Query: a request is a form with Action and Version, answers are XML.
The API is a part of STS, and has an operation whose name DynamoDB Streams has too.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from jedlik.apis.api import Access, Answer, Api, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.errors import Row, errors_with
from jedlik.core.errors import ServiceError, invalid
from jedlik.engine.context import Context
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines
from jedlik.wire.protocol import ErrorRow, WireApi, WireProtocol
from jedlik.wire.shapes.request import Request

FORM = b"application/x-www-form-urlencoded"
_XML = header_lines([(b"Content-Type", b"text/xml")])
_ENVELOPE = "<{0}><{1}>{2}</{1}><RequestId>{3}</RequestId></{0}>"


class Query(WireProtocol):
    """A part of AWS Query."""

    def __init__(self) -> None:
        self.decoded: list[bytes] = []

    def targets(self, api: WireApi) -> Iterable[tuple[bytes, str]]:
        for name in api.operations:
            yield f"{api.target_prefix} {name}".encode(), name

    def target(self, http: HttpRequest) -> bytes | None:
        if not http.headers.get(b"content-type", b"").startswith(FORM):
            return None
        named = dict(each.partition(b"=")[::2] for each in http.body.split(b"&"))
        return named.get(b"Version", b"") + b" " + named.get(b"Action", b"")

    def decode(self, http: HttpRequest, body: bytes) -> dict[str, Any]:
        self.decoded.append(body)
        members = dict(parse_qsl(body.decode(), keep_blank_values=True))
        return {name: value for name, value in members.items() if name not in {"Action", "Version"}}

    def encode(
        self, http: HttpRequest, operation: str, answer: Mapping[str, Any] | None
    ) -> HttpResponse:
        body = _enveloped(http, f"{operation}Response", f"{operation}Result", answer or {})
        return HttpResponse(200, _XML, body)

    def encode_error(self, http: HttpRequest, row: ErrorRow, error: ServiceError) -> HttpResponse:
        kind = "Sender" if row.http_status < 500 else "Receiver"
        members = {"Type": kind, "Code": row.code, "Message": error.message or ""}
        return HttpResponse(
            row.http_status, _XML, _enveloped(http, "ErrorResponse", "Error", members)
        )


def _enveloped(http: HttpRequest, outer: str, inner: str, members: Mapping[str, Any]) -> bytes:
    content = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in members.items())
    return _ENVELOPE.format(outer, inner, content, http.request_id.decode()).encode()


async def _identity(checked: object, context: Context) -> Answer:
    principal = context.principal
    return {"UserId": principal.account_id, "Account": principal.account_id, "Arn": principal.arn}


def _check_token(request: dict[str, Any]) -> str:
    if "Token" not in request:
        raise invalid("Token is missing")
    return str(request["Token"])


async def _records(token: str, context: Context) -> Answer:
    return {"Token": token}


def _nothing(request: object) -> None:
    return None


QUERY = Query()
STS = Api(
    "STS",
    protocols=(QUERY,),
    target_prefix="2011-06-15",
    signing_name="sts",
    iam_prefix="sts",
    errors={
        **errors_with(),
        "UnrecognizedClientException": Row("InvalidClientTokenId", 403, "", False),
    },
    operations=(
        Operation(
            "GetCallerIdentity",
            Access.READ,
            Plane.CONTROL,
            Request(),
            _nothing,
            _identity,
            lambda request, checked, context: None,
        ),
        Operation(
            "GetRecords",
            Access.READ,
            Plane.DATA,
            Request(),
            _check_token,
            _records,
            account_wide("sts:GetRecords"),
        ),
    ),
)
