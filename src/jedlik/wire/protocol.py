"""The interface of a protocol: how HTTP messages represent the requests and answers of an API.

Several protocols share one endpoint. The pipeline asks each protocol in turn, the most specific
one first, whether a request is its own. It does so before it decodes the body, because the protocol
decodes the body.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from mypy_extensions import mypyc_attr

from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest, HttpResponse


class WireApi(Protocol):
    """The part of an API that a protocol uses: see `apis.api.Api`."""

    @property
    def target_prefix(self) -> str:
        """Returns the part of X-Amz-Target before the operation, such as `DynamoDB_20120810`."""

    @property
    def operations(self) -> Mapping[str, object]:
        """Returns the operations, by name."""


class ErrorRow(Protocol):
    """The part of an error that a protocol uses: see `apis.errors.Row`."""

    @property
    def code(self) -> str:
        """Returns the code that clients read."""

    @property
    def http_status(self) -> int:
        """Returns the HTTP status."""

    @property
    def namespace(self) -> str:
        """Returns the part of `__type` before the code."""

    @property
    def message_member(self) -> str:
        """Returns the name of the member that holds the message."""


@mypyc_attr(allow_interpreted_subclasses=True)
class WireProtocol:
    """One protocol. It has no state: every method receives the request that it works on."""

    def targets(self, api: WireApi) -> Iterable[tuple[bytes, str]]:
        """Returns the target that names each operation of an API, and the name of the operation."""
        raise NotImplementedError

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns the target that a request names, empty if it names none.

        Returns None if the request uses another protocol.
        """
        raise NotImplementedError

    def decode(self, http: HttpRequest, body: bytes) -> dict[str, Any]:
        """Returns the members of a request.

        body: the body after its content encodings were removed. Raises Reject if it is malformed.
        """
        raise NotImplementedError

    def encode(
        self, http: HttpRequest, operation: str, answer: Mapping[str, Any] | None
    ) -> HttpResponse:
        """Returns the response with an answer. answer: None for an empty body."""
        raise NotImplementedError

    def encode_error(self, http: HttpRequest, row: ErrorRow, error: ServiceError) -> HttpResponse:
        """Returns the response with an error. row: its code and its status."""
        raise NotImplementedError
