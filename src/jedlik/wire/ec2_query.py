"""The protocol of Amazon EC2: a request is a form, an answer is XML, both unlike AWS Query.

    Action=RunInstances&Version=2016-11-15&InstanceId.1=i-1&Filter.1.Name=state&Filter.1.Value.1=on

A list has no name of its own before the numbers. Members have other names in requests and answers
(`core.types.constraints.Named`). An answer has its members directly inside, and elements of lists
are named `item`. Errors have another form and other codes.

Sources: Smithy, "AWS EC2 query protocol"; the serializer and the parser of botocore. The text for
an unknown action: an answer of EC2 in a bug report (cognitect-labs/aws-api #6).
"""

from collections.abc import Mapping
from typing import Any, Final, final

from jedlik.core.errors import ServiceError
from jedlik.core.types.echo import clipped_error
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines
from jedlik.wire.protocol import ErrorRow, WireApi, WireOperation, WireProtocol
from jedlik.wire.query_members import Naming, read_members
from jedlik.wire.query_xml import named_target, query_targets, sent_parameters
from jedlik.wire.shapes.query_request import QueryRequest
from jedlik.wire.xml import Tags, escaped, write_members

_VERSION: Final = b"2016-11-15"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEADERS: Final = header_lines([(b"Content-Type", b"text/xml;charset=UTF-8")])
_NAMING: Final = Naming("", "entry", "key", "value")
_TAGS: Final = Tags("item", "entry", "key", "value", 3)


@final
class Ec2Query(WireProtocol):
    """The protocol of EC2. It is asked before AWS Query, and the version tells the two apart."""

    decodes_late = True

    def targets(self, api: WireApi) -> list[tuple[bytes, str]]:
        """Returns `Version Action` of each operation."""
        return query_targets(api)

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns `Version Action`, or None if the request is no form with the version of EC2."""
        named = named_target(http)
        return named if named is not None and named.startswith(_VERSION + b" ") else None

    def unknown(self, target: bytes) -> ServiceError:
        """Returns the error for a target that names no operation."""
        action = target.decode("latin-1").partition(" ")[2]
        message = f"The action {action} is not valid for this web service."
        return ServiceError("UnknownOperationException", message)

    def decode(
        self, http: HttpRequest, body: bytes, operation: WireOperation | None
    ) -> dict[str, Any]:
        """Returns the members of a request: the parameters of its body and of its query string."""
        assert operation is not None
        return read_members(sent_parameters(http, body), operation.shape.members, _NAMING)

    def encode(
        self,
        http: HttpRequest,
        api: WireApi,
        operation: WireOperation,
        answer: Mapping[str, Any] | None,
    ) -> HttpResponse:
        """Returns the response with an answer."""
        shape = operation.shape
        assert isinstance(shape, QueryRequest)
        name = f"{operation.name}Response"
        request_id = http.request_id.decode()
        parts = [
            _DECLARATION,
            f'<{name} xmlns="{api.target_prefix}"><requestId>{request_id}</requestId>',
        ]
        if shape.answer is None:
            parts.append("<return>true</return>")
        else:
            write_members(parts, answer or {}, shape.answer.members, _TAGS)
        parts.append(f"</{name}>")
        return HttpResponse(200, _HEADERS, "".join(parts).encode())

    def encode_error(
        self, http: HttpRequest, api: WireApi | None, row: ErrorRow, error: ServiceError
    ) -> HttpResponse:
        """Returns the response with an error."""
        message = escaped(clipped_error(row.message or error.message or ""))
        text = (
            f"{_DECLARATION}<Response><Errors><Error><Code>{row.code}</Code>"
            f"<Message>{message}</Message></Error></Errors>"
            f"<RequestID>{http.request_id.decode()}</RequestID></Response>"
        )
        return HttpResponse(row.http_status, _HEADERS, text.encode())


EC2_QUERY: Final = Ec2Query()
