"""One request on its way through the stages, and the values that all stages share."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, final

from mypy_extensions import mypyc_attr

from jedlik.apis.api import Api, Operation
from jedlik.apis.authorization import Needed
from jedlik.core.errors import ServiceError
from jedlik.core.principal import ANONYMOUS
from jedlik.engine.context import Context, Node
from jedlik.features.identity.identity import Identity
from jedlik.pipeline.authenticate import Authenticator
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
            self._operation = self.api.operation(self.label[1])
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
    identity: who makes the request. Set by Authenticate.
    context: the node on which the request runs, its Region and its principal. Set by Authenticate.
    checked: the input of the operation's `run`. Set by Check.
    error: why the request was refused, None if it was not.
    """

    __slots__ = (
        *("access_key_id", "api", "checked", "context", "error", "http", "identity", "is_decoded"),
        *("operation", "protocol", "request", "route"),
    )

    def __init__(self, route: Route | None) -> None:
        self.route = route
        self.access_key_id = ""
        self.is_decoded = False
        self.error: ServiceError | None = None
        self.http: HttpRequest
        self.protocol: WireProtocol
        self.api: Api
        self.identity: Identity
        self.operation: Operation
        self.request: dict[str, Any]
        self.context: Context
        self.checked: Any

    @property
    def has_known_caller(self) -> bool:
        """Returns whether a decoded request was made with a key, or its operation knows the caller.

        Nobody else is in the audit log, so strangers cannot fill the disk.
        """
        if self.access_key_id:
            return True
        if self.route is None or self.route.operation.shape.is_signed:
            return False
        return self.context.principal is not ANONYMOUS

    async def authorizations(self) -> Needed:
        """Returns what the principal must be allowed to do. Check must have run before. See
        `apis.authorization` for none and None.
        """
        return await self.operation.authorizations(self.request, self.checked, self.context)


@mypyc_attr(allow_interpreted_subclasses=True)
class Stage:
    """One step on the way of every request."""

    def apply(self, exchange: Exchange) -> Awaitable[None] | None:
        """Reads members of the exchange and sets others. Raises Reject to refuse the request.

        Returns an awaitable if the stage has to wait, else None.
        """
        raise NotImplementedError


# Returns an error if a request exceeds a capacity or a rate, else None.
Admission = Callable[[Exchange], ServiceError | None]
# Records a request and how it ended: the code of the error that the client reads, or nothing.
Audit = Callable[[Exchange, str], None]
# Reserves memory for a request with this body. Returns how many bytes, 0 if there is not enough.
Reserve = Callable[[bytes], int]


class AccessControl(NamedTuple):
    """Who may do what.

    authenticator: finds out who makes a request.
    authorize: the stage that decides what principals may do. None allows everything.
    audit: records what principals do. None records nothing.
    is_tls: whether clients reach this process by TLS.
    """

    authenticator: Authenticator
    authorize: Stage | None = None
    audit: Audit | None = None
    is_tls: bool = False


@final
class Services:
    """The values that all stages of a process share.

    region: the only Region, which replaces the Region of each signature. None: every Region has its
        own tables.
    access: who may do what.
    admission: decides how much they may do. None admits everything.
    web_access: decides which web pages may call.
    shows_host: whether DescribeEndpoints answers the Host of its request.
    reserve: reserves memory for a body that was decompressed. None: memory has no limit.
    """

    __slots__ = (*("access", "admission", "node", "region", "reserve", "shows_host", "web_access"),)

    def __init__(  # noqa: PLR0913  (a value)
        self,
        node: Node,
        access: AccessControl,
        *,
        region: str | None = None,
        admission: Admission | None = None,
        web_access: WebAccess = EVERYBODY,
        shows_host: bool = False,
        reserve: Reserve | None = None,
    ) -> None:
        self.node = node
        self.access = access
        self.region = region
        self.admission = admission
        self.web_access = web_access
        self.shows_host = shows_host
        self.reserve = reserve
