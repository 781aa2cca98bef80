"""The interface of a protocol: how HTTP messages represent the requests and answers of an API.

Several protocols share one endpoint. The pipeline asks each protocol in turn, the most specific
one first, whether a request is its own. It does so before it decodes the body, because the protocol
decodes the body.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from mypy_extensions import mypyc_attr

from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest, HttpResponse
from jedlik.wire.shapes.request import Request


class WireApi(Protocol):
    """The part of an API that a protocol uses: see `apis.api.Api`."""

    @property
    def target_prefix(self) -> str:
        """Returns the part of X-Amz-Target before the operation, such as `DynamoDB_20120810`. For a
        query API this is the XML namespace, such as `https://iam.amazonaws.com/doc/2010-05-08/`. It
        is empty for a REST API.
        """

    @property
    def names(self) -> Sequence[str]:
        """Returns the names of the operations."""


class WireOperation(Protocol):
    """The part of an operation that a protocol uses: see `apis.api.Operation`."""

    @property
    def name(self) -> str:
        """Returns the name."""

    @property
    def shape(self) -> Request[Any]:
        """Returns the model of requests, and of answers if the protocol needs it."""


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

    @property
    def message(self) -> str | None:
        """Returns the message of every error of this kind, None if each error has its own."""


@mypyc_attr(allow_interpreted_subclasses=True)
class WireProtocol:
    """One protocol. It has no state: every method receives the request that it works on.

    decodes_late: whether a body is decoded after the operation and the principal are known.
    """

    decodes_late: bool = False

    def targets(self, api: WireApi) -> Iterable[tuple[bytes, str]]:
        """Returns the target that names each operation of an API, and the name of the operation."""
        raise NotImplementedError

    def target(self, http: HttpRequest) -> bytes | None:
        """Returns the target that a request names, empty if it names none.

        Returns None if the request uses another protocol.
        """
        raise NotImplementedError

    def unknown(self, target: bytes) -> ServiceError:
        """Returns the error for a target that names no operation."""
        raise NotImplementedError

    def decode(
        self, http: HttpRequest, body: bytes, operation: WireOperation | None
    ) -> dict[str, Any]:
        """Returns the members of a request. Raises Reject if the body is malformed.

        body: the body after its content encodings were removed. operation: None if it is not known
        yet; a protocol with `decodes_late` always gets it.
        """
        raise NotImplementedError

    def encode(
        self,
        http: HttpRequest,
        api: WireApi,
        operation: WireOperation,
        answer: Mapping[str, Any] | None,
    ) -> HttpResponse:
        """Returns the response with an answer. answer: None for an empty body."""
        raise NotImplementedError

    def encode_error(
        self, http: HttpRequest, api: WireApi | None, row: ErrorRow, error: ServiceError
    ) -> HttpResponse:
        """Returns the response with an error.

        api: None if the request names no known operation. row: its code and its status.
        """
        raise NotImplementedError
