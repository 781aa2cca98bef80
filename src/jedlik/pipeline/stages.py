"""The stages of a request, in the order of the service.

    recognise -> Decode -> Dispatch -> Authenticate -> DecodeLate -> CheckMembers
        -> Check -> Authorize -> Admit -> run -> encode -> observe

This is the order in which DynamoDB reports errors (dynalite `index.js`, recorded from the real
service). The media type is checked first (recognise), then whether the body is JSON (Decode), then
X-Amz-Target (Dispatch), then the signature (Authenticate). A missing body is reported after the
signature (DecodeLate). A body with Content-Encoding is decoded after the signature too: the
signature covers the compressed bytes, and decompressing is work that only known callers may cause.
Which error the service reports if the target or the signature is also wrong is not recorded.

A large body is decoded after the signature too, so that only known callers may cause the work. So
it has no Decode: if it is no JSON, an unknown target and a wrong signature are reported first. A
request with a very large body takes turns with others (`jedlik.turns`).

A stage waits only for an identity or a table that is not cached. Otherwise only the operation
waits. A request from inside the process, such as one of a test, has no HTTP message: it begins at
CheckMembers, and its caller gets the answer instead of a response. `respond` has the only
`except Reject` and the only `except Exception` for requests.

Stages are classes because compiled code calls a method in a tenth of the time that it needs to call
a function value.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, Final, final

from jedlik.apis.api import Answer, Api
from jedlik.apis.errors import Row
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.sigv4.authorization import Claim, read_claim
from jedlik.core.types.disposal import dispose
from jedlik.engine.context import Context
from jedlik.features.identity.identity import Identity
from jedlik.pipeline import unsigned
from jedlik.pipeline.authenticate import NOBODY
from jedlik.pipeline.exchange import Admission, Exchange, Route, Services, Stage
from jedlik.pipeline.pages import Folder, Pages, page
from jedlik.pipeline.web_access import Refusal
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.turns import aside
from jedlik.wire.http.authority import host_in
from jedlik.wire.http.content_encoding import compress, decoded_body
from jedlik.wire.http.cors import ORIGIN_LINES
from jedlik.wire.http.message import HttpRequest, HttpResponse
from jedlik.wire.protocol import WireProtocol

_LOG: Final = logging.getLogger("jedlik")

_INTERNAL: Final = ServiceError(
    "InternalServerError",
    "The request processing has failed because of an unknown error, exception or failure.",
)
# An outage of the storage: every SDK tries again. Source: Common Errors of the API Reference.
_UNAVAILABLE: Final = ServiceError(
    "ServiceUnavailable", "The request has failed due to a temporary failure of the server."
)
# A larger body is decoded after the signature.
LARGE_BODY_BYTES: Final = 64 * 1024
# A request with a larger body takes turns. A smaller one takes at most 10 ms, less than a thread is
# worth.
_TURNS_BODY_BYTES: Final = 256 * 1024
# Requests without a signature name no Region. Their operations are those of global services.
_DEFAULT_REGION: Final = "us-east-1"
_ACCESS_DENIED: Final = "AccessDeniedException"
_POST: Final = b"POST"
_NO_LABEL: Final = ("", "")
# The message of a request from inside the process.
_NO_MESSAGE: Final = HttpRequest(b"", b"", {}, b"", "", b"")


@final
class Decode(Stage):
    """Decodes a body that is not empty. Only small bodies without Content-Encoding pass here."""

    def apply(self, exchange: Exchange) -> None:
        """See the docstring of the class."""
        http = exchange.http
        if http.body:
            exchange.request = exchange.protocol.decode(http, http.body, None)
            exchange.is_decoded = True


@final
class Dispatch(Stage):
    """Sets the API and the operation that the target names."""

    def apply(self, exchange: Exchange) -> None:
        """See the docstring of the class."""
        route = exchange.route
        if route is None:
            protocol = exchange.protocol
            raise Reject(protocol.unknown(protocol.target(exchange.http) or b""))
        exchange.api = route.api
        exchange.operation = route.operation


@final
class Authenticate(Stage):
    """Finds out who makes the request, and in which Region.

    A few operations need no signature. Whoever calls them is anonymous.
    """

    def __init__(self, services: Services) -> None:
        self._node = services.node
        self._authenticator = services.access.authenticator
        self._region = services.region
        self._shows_host = services.shows_host
        self._is_tls = services.access.is_tls

    def apply(self, exchange: Exchange) -> Awaitable[None] | None:
        """See Stage. It waits for an identity that is not cached."""
        if not exchange.operation.shape.is_signed:
            self._enter(exchange, NOBODY, _DEFAULT_REGION)
            error = unsigned.refusal(exchange, is_tls=self._is_tls)
            if error is not None:
                raise Reject(error)
            return None
        claim = read_claim(exchange.http)
        identity = self._authenticator.known(exchange.http, claim, exchange.api.signing_name)
        if identity is None:
            return self._load(exchange, claim)
        exchange.access_key_id = claim.authorization.access_key_id
        self._enter(exchange, identity, claim.authorization.region)
        return None

    async def _load(self, exchange: Exchange, claim: Claim) -> None:
        identity = await self._authenticator.load(exchange.http, claim)
        exchange.access_key_id = claim.authorization.access_key_id
        self._enter(exchange, identity, claim.authorization.region)

    def _enter(self, exchange: Exchange, identity: Identity, region: str) -> None:
        """Sets the identity and the context of a request."""
        exchange.identity = identity
        region = self._region or region
        exchange.context = context = Context(self._node, region, identity.principal)
        if self._shows_host:
            host = exchange.http.headers.get(b"host", b"").decode("latin-1")
            if host_in(host) is not None:
                context.host = host


@final
class DecodeLate(Stage):
    """Decodes a body that is empty or has a Content-Encoding.

    Only here the size of a compressed body is known, so memory for it is reserved here.
    """

    def __init__(self, services: Services) -> None:
        self._reserve = services.reserve

    def apply(self, exchange: Exchange) -> None:
        """See the docstring of the class."""
        if not exchange.is_decoded:
            http = exchange.http
            body = decoded_body(http.headers, http.body)
            if body and self._reserve is not None:
                reserved_bytes = self._reserve(body)
                if not reserved_bytes:
                    raise Reject(_UNAVAILABLE)
                http.held_bytes += reserved_bytes
            exchange.request = exchange.protocol.decode(http, body, exchange.operation)
            exchange.is_decoded = True


@final
class CheckMembers(Stage):
    """Checks types and constraints of the members, and changes these to their normal form."""

    def apply(self, exchange: Exchange) -> None:
        """See the docstring of the class."""
        exchange.operation.shape.check(exchange.request)


@final
class Check(Stage):
    """Checks all other rules that need only the request."""

    def apply(self, exchange: Exchange) -> None:
        """See the docstring of the class."""
        exchange.checked = exchange.operation.check(exchange.request)


@final
class Admit(Stage):
    """Refuses a request that exceeds the capacity of the principal or of a table."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def apply(self, exchange: Exchange) -> None:
        """See the docstring of the class."""
        error = self._admission(exchange)
        if error is not None:
            raise Reject(error)


def of_messages(services: Services) -> tuple[Stage, ...]:
    """Returns the stages that only HTTP messages pass."""
    return (Decode(), Dispatch(), Authenticate(services), DecodeLate(services))


def of_late_messages(services: Services) -> tuple[Stage, ...]:
    """Returns the stages of HTTP messages whose body is decoded late."""
    return (Dispatch(), Authenticate(services), DecodeLate(services))


def of_requests(services: Services) -> tuple[Stage, ...]:
    """Returns the stages that every request passes, also one from inside the process.

    In open mode there is nothing to authorize, because every principal is the root.
    """
    stages: list[Stage] = [CheckMembers(), Check()]
    if services.access.authorize is not None:
        stages.append(services.access.authorize)
    if services.admission is not None:
        stages.append(Admit(services.admission))
    return tuple(stages)


@final
class Pipeline:
    """Answers requests on one node."""

    def __init__(
        self,
        services: Services,
        apis: Sequence[Api],
        protocols: Mapping[WireProtocol, Mapping[str, Row]],
        pages: Pages,
        folder: Folder | None = None,
    ) -> None:
        """protocols: in the order in which they are asked whether a request is theirs. Each has the
        errors of requests that name no known operation.
        pages: the pages that GET returns, by path. folder: the files of the console.
        """
        self._pages = pages
        self._folder = folder
        self._web_access = services.web_access
        self._audit = services.access.audit
        self._of_requests = of_requests(services)
        self._of_messages = of_messages(services) + self._of_requests
        self._of_late_messages = of_late_messages(services) + self._of_requests
        self._common_errors = protocols
        self._protocols = [(protocol, routes(protocol, apis)) for protocol in protocols]

    async def respond(self, http: HttpRequest, is_aside: bool = False) -> HttpResponse:
        """Returns the response to a request, and sets `http.response`. It never raises.

        is_aside: whether it already runs with turns, see `jedlik.turns`.
        """
        not_allowed = self._web_access.refusal(http)
        if not_allowed is not None:
            response = http.response = self._not_allowed(http, not_allowed)
            return response
        if http.method != _POST and (file := self._file(http)) is not None:
            http.response = file
            return file
        body_bytes = len(http.body)
        may_grow = b"content-encoding" in http.headers  # a compressed body may become large
        if (may_grow or body_bytes > _TURNS_BODY_BYTES) and not is_aside:
            return await aside(self.respond(http, True))
        exchange = self._recognised(http)
        if exchange is None:
            response = http.response = page(http, self._pages)
            return response
        is_late = may_grow or body_bytes > LARGE_BODY_BYTES or exchange.protocol.decodes_late
        stages = self._of_late_messages if is_late else self._of_messages
        try:
            for stage in stages:
                waiting = stage.apply(exchange)
                if waiting is not None:
                    await waiting
            operation = exchange.operation
            answer = await operation.run(exchange.checked, exchange.context)
            response = exchange.protocol.encode(http, exchange.api, operation, answer)
        except Reject as reject:
            response = self._refused(exchange, reject.error)
        except StorageUnavailableError as failure:  # the storage has logged it
            is_damage = failure.kind is FailureKind.DAMAGED
            response = self._refused(exchange, _INTERNAL if is_damage else _UNAVAILABLE)
        except Exception:  # noqa: BLE001  (the boundary: a defect must not stop the server)
            _LOG.exception("request failed: operation=%s", label_of(exchange)[1])
            response = self._refused(exchange, _INTERNAL)
        self._end(exchange, response, is_aside)
        if len(response.body) > LARGE_BODY_BYTES and b"accept-encoding" in http.headers:
            # zlib gives the interpreter's lock to others, so a thread can compress.
            await asyncio.get_running_loop().run_in_executor(None, compress, http.headers, response)
        http.response = response
        return response

    def _end(self, exchange: Exchange, response: HttpResponse, is_aside: bool) -> None:
        """Completes a response, and does what follows every request."""
        response.operation = label_of(exchange)
        response.access_key_id = exchange.access_key_id
        if b"origin" in exchange.http.headers and not unsigned.has_password(exchange.route):
            response.headers += ORIGIN_LINES
        if self._audit is not None and exchange.is_decoded and exchange.has_known_caller:
            self._audit(exchange, response.error_code)
        if is_aside and exchange.is_decoded:
            dispose(exchange.request)

    def shed(self, http: HttpRequest) -> HttpResponse:
        """Returns the response to a request for which there is no memory."""
        if http.method != _POST and (file := self._file(http)) is not None:
            return file
        exchange = self._recognised(http)
        if exchange is None:
            return page(http, self._pages)
        response = self._refused(exchange, _UNAVAILABLE)
        response.operation = label_of(exchange)
        return response

    async def call(
        self,
        api: Api,
        name: str,
        request: dict[str, Any],
        context: Context,
        identity: Identity = NOBODY,
    ) -> Answer:
        """Returns the answer to a request from inside the process. Raises Reject.

        request: its members, which are changed in place to their normal form.
        identity: who calls. Where signatures are enforced, nobody may do anything.
        """
        exchange = Exchange(None)
        exchange.http = _NO_MESSAGE
        exchange.api = api
        exchange.operation = api.operation(name)
        exchange.request = request
        exchange.context = context
        exchange.identity = identity
        for stage in self._of_requests:
            waiting = stage.apply(exchange)
            if waiting is not None:
                await waiting
        return await exchange.operation.run(exchange.checked, context)

    def _not_allowed(self, http: HttpRequest, refusal: Refusal) -> HttpResponse:
        """Returns the response to a request that the page of a browser may not make."""
        exchange = self._recognised(http)
        protocol = self._protocols[0][0] if exchange is None else exchange.protocol
        row = self._common_errors[protocol][_ACCESS_DENIED]._replace(http_status=refusal.status)
        error = ServiceError(_ACCESS_DENIED, refusal.sentence)
        response = protocol.encode_error(http, None, row, error)
        response.error_code = row.code
        return response

    def _refused(self, exchange: Exchange, error: ServiceError) -> HttpResponse:
        """Returns the response with an error."""
        exchange.error = error
        protocol = exchange.protocol
        api = None if exchange.route is None else exchange.route.api
        rows = self._common_errors[protocol] if api is None else api.errors
        row = rows.get(error.code)
        if row is None:
            _LOG.error("no row for the error %s: operation=%s", error.code, label_of(exchange)[1])
            row, error = rows[_INTERNAL.code], _INTERNAL
        response = protocol.encode_error(exchange.http, api, row, error)
        response.error_code = row.code
        return response

    def _file(self, http: HttpRequest) -> HttpResponse | None:
        """Returns a file of the console, None if the request is not for one."""
        return None if self._folder is None else self._folder.answer(http)

    def _recognised(self, http: HttpRequest) -> Exchange | None:
        """Returns the exchange of a request, None if the request is not for an API."""
        for protocol, routes in self._protocols:
            target = protocol.target(http)
            if target is not None:
                exchange = Exchange(routes.get(target))
                exchange.http = http
                exchange.protocol = protocol
                return exchange
        return None


def routes(protocol: WireProtocol, apis: Iterable[Api]) -> dict[bytes, Route]:
    """Returns the route of each target of a protocol."""
    return {
        target: Route(api, name)
        for api in apis
        if protocol in api.protocols
        for target, name in protocol.targets(api)
    }


def label_of(exchange: Exchange) -> tuple[str, str]:
    """Returns the names of API and operation, empty if the operation is not known."""
    return _NO_LABEL if exchange.route is None else exchange.route.label
