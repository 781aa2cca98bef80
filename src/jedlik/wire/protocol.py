"""What the pipeline asks of a protocol: how an API's requests and answers look in HTTP messages.

A protocol is chosen before the body is decoded, because it says how to decode. Several protocols
share one endpoint. The pipeline asks them in turn, the strictest first.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest, HttpResponse


class WireApi(Protocol):
    """What a protocol must know of an API: see `apis.api.Api`."""

    @property
    def target_prefix(self) -> str:
        """What X-Amz-Target begins with, such as `DynamoDB_20120810`."""

    @property
    def operations(self) -> Mapping[str, object]:
        """The operations by name."""


class ErrorRow(Protocol):
    """What a protocol must know of an error: see `apis.errors.Row`."""

    @property
    def code(self) -> str:
        """The code as clients read it."""

    @property
    def http_status(self) -> int:
        """The HTTP status."""

    @property
    def namespace(self) -> str:
        """What stands before the code in `__type`."""

    @property
    def message_member(self) -> str:
        """The name of the member that holds the message."""


class WireProtocol(Protocol):
    """One protocol. It has no state: everything about a request is in its arguments."""

    def targets(self, api: WireApi) -> Iterable[tuple[bytes, str]]:
        """Returns the target that names each operation of an API, and the name of the operation."""

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns the target that a request names, empty if it names none.

        None: the request is in another protocol.
        """

    def decode(self, http: HttpRequest, body: bytes) -> dict[str, Any]:
        """Returns the members of a request.

        body: without its content encodings. Raises Reject if it is malformed.
        """

    def encode(
        self, http: HttpRequest, operation: str, answer: Mapping[str, Any] | None
    ) -> HttpResponse:
        """Returns the response with an answer; None stands for a body without any byte."""

    def encode_error(self, http: HttpRequest, row: ErrorRow, error: ServiceError) -> HttpResponse:
        """Returns the response with an error, whose code and status are those of `row`."""
