"""One request on its way through the stages, and what the stages share."""

from collections.abc import Callable
from typing import Any, final

from jedlik.apis.api import Api, Authorization, Operation
from jedlik.core.errors import ServiceError
from jedlik.engine.context import Context, Node
from jedlik.pipeline.authenticate import Authenticate
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.protocol import WireProtocol


@final
class Route:
    """Where the requests that name one target go.

    label: the names of API and operation, for metrics and the access log.
    """

    __slots__ = ("api", "label", "operation")

    def __init__(self, api: Api, operation: Operation) -> None:
        self.api = api
        self.operation = operation
        self.label = (api.name, operation.name)


@final
class Exchange:
    """A request and what is known of it so far.

    Each member is set once, by the stage that its description names. A stage that reads a member
    too early gets an AttributeError.

    http, protocol, route: set when the request is recognised. The route is None if the request
        names no known operation.
    request: its members; Decode or DecodeLate, which is_decoded tells apart.
    api, operation: Dispatch.
    access_key_id: Authenticate; empty until then.
    context: where the request runs and for whom; Authenticate.
    checked: what the operation works on; Check.
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

    def authorizations(self) -> list[Authorization]:
        """Returns what the principal must be allowed to do. Known once types were checked."""
        return self.api.authorizations(self.operation, self.request, self.context)


# Returns the error for a request that its principal may not make, None for any other.
Authorizer = Callable[[Exchange], ServiceError | None]
# Returns the error for a request that exceeds a capacity or rate, None for any other.
Admission = Callable[[Exchange], ServiceError | None]


@final
class Services:
    """What the stages of a process share.

    region: the only Region, which replaces that of the signature; None keeps Regions apart.
    authorizer: what principals may do; None allows everything.
    admission: how much they may do; None admits everything.
    """

    __slots__ = ("admission", "authenticate", "authorizer", "node", "region")

    def __init__(
        self,
        node: Node,
        authenticate: Authenticate,
        *,
        region: str | None = None,
        authorizer: Authorizer | None = None,
        admission: Admission | None = None,
    ) -> None:
        self.node = node
        self.authenticate = authenticate
        self.region = region
        self.authorizer = authorizer
        self.admission = admission
