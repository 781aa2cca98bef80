"""One request on its way through the stages, and the values that all stages share."""

from collections.abc import Awaitable, Callable
from typing import Any, final

from jedlik.apis.api import Api, Authorization, Operation
from jedlik.core.errors import ServiceError
from jedlik.engine.context import Context, Node
from jedlik.pipeline.authenticate import Authenticate
from jedlik.pipeline.web_access import EVERYBODY, WebAccess
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.protocol import WireProtocol


@final
class Route:
    """The API and the operation of the requests that name one target.

    label: the name of the API and the name of the operation, for metrics and the access log.
    """

    __slots__ = ("_operation", "api", "label")

    def __init__(self, api: Api, name: str) -> None:
        """name: that of the operation."""
        self.api = api
        self.label = (api.name, name)
        self._operation: Operation | None = None

    @property
    def operation(self) -> Operation:
        """Returns the operation. Its module is loaded only now if the API defers that."""
        if self._operation is None:
            self._operation = self.api.operations[self.label[1]]
        return self._operation


@final
class Exchange:
    """A request, and everything that is known about it so far.

    Each member is set once, by the stage that is named here. A stage that reads a member too early
    gets an AttributeError.

    http, protocol, route: the HTTP request, its protocol and its destination. They are set when the
        request is recognised. The route is None if the request names no known operation.
    request: the decoded members. Set by Decode or by DecodeLate.
    is_decoded: whether Decode has set `request`.
    api, operation: set by Dispatch.
    access_key_id: set by Authenticate, empty before.
    context: the node on which the request runs, its Region and its principal. Set by Authenticate.
    checked: the input of the operation's `run`. Set by Check.
    """

    __slots__ = (
        *("access_key_id", "api", "checked", "context", "http", "is_decoded", "operation"),
        *("protocol", "request", "route"),
    )

    def __init__(self, route: Route | None) -> None:
        self.route = route
        self.access_key_id = ""
        self.is_decoded = False
        self.http: HttpRequest
        self.protocol: WireProtocol
        self.api: Api
        self.operation: Operation
        self.request: dict[str, Any]
        self.context: Context
        self.checked: Any

    def authorizations(self) -> list[Authorization] | Awaitable[list[Authorization]]:
        """Returns what the principal must be allowed to do. CheckMembers must have run before."""
        return self.api.authorizations(self.operation, self.request, self.context)


# Returns an error if the principal may not make a request, else None.
Authorizer = Callable[[Exchange], ServiceError | None]
# Returns an error if a request exceeds a capacity or a rate, else None.
Admission = Callable[[Exchange], ServiceError | None]
# Reserves memory for a request with this body. Returns how many bytes, 0 if there is not enough.
Reserve = Callable[[bytes], int]


@final
class Services:
    """The values that all stages of a process share.

    region: the only Region, which replaces the Region of each signature. None: every Region has its
        own tables.
    authorizer: decides what principals may do. None allows everything.
    admission: decides how much they may do. None admits everything.
    web_access: decides which web pages may call.
    shows_host: whether DescribeEndpoints answers the Host of its request.
    reserve: reserves memory for a body that was decompressed. None: memory has no limit.
    """

    __slots__ = (
        *("admission", "authenticate", "authorizer", "node", "region", "reserve", "shows_host"),
        "web_access",
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        node: Node,
        authenticate: Authenticate,
        *,
        region: str | None = None,
        authorizer: Authorizer | None = None,
        admission: Admission | None = None,
        web_access: WebAccess = EVERYBODY,
        shows_host: bool = False,
        reserve: Reserve | None = None,
    ) -> None:
        self.node = node
        self.authenticate = authenticate
        self.region = region
        self.authorizer = authorizer
        self.admission = admission
        self.web_access = web_access
        self.shows_host = shows_host
        self.reserve = reserve
