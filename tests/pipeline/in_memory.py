"""A pipeline on memory storage, and requests for it: a server without a socket."""

from collections.abc import Callable, Mapping, Sequence

from jedlik.apis.api import Api
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.errors import Row
from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.principal import Principal, account_root
from jedlik.core.sigv4.authorization import Claim, SignedRequest
from jedlik.features.identity.directory import Directory
from jedlik.features.identity.identity import Identity
from jedlik.pipeline.authenticate import Authenticator, Enforced, open_to_all
from jedlik.pipeline.exchange import (
    AccessControl,
    Admission,
    Audit,
    Exchange,
    Reserve,
    Services,
    Stage,
)
from jedlik.pipeline.pages import Folder
from jedlik.pipeline.stages import Pipeline
from jedlik.pipeline.web_access import EVERYBODY, WebAccess
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.protocol import WireProtocol
from tests.engine.in_memory import ACCOUNT, Caller

CREDENTIAL = (
    b"AWS4-HMAC-SHA256 Credential=jedlik/20261008/%b/dynamodb/aws4_request, "
    b"SignedHeaders=host;x-amz-date, Signature=" + b"0" * 64
)


class Believing(Authenticator):
    """Accepts what a function accepts. The function may raise Reject."""

    def __init__(self, principal_of: Callable[[SignedRequest, Claim, str], Principal]) -> None:
        self._principal_of = principal_of

    def known(self, request: SignedRequest, claim: Claim, service: str) -> Identity | None:
        """See Authenticator."""
        return Identity("", "", self._principal_of(request, claim, service))


def enforcing(secrets: Mapping[str, str], now_s: Callable[[], float]) -> Enforced:
    """Returns what checks signatures. secrets: of keys of the root, by access key id."""
    roots = {key_id: (ACCOUNT, secret) for key_id, secret in secrets.items()}
    return Enforced(Directory(Caller().node, roots), now_s)


class Asking(Stage):
    """A stage that asks a function whether a request is allowed."""

    def __init__(self, error_of: Callable[[Exchange], ServiceError | None]) -> None:
        self._error_of = error_of

    def apply(self, exchange: Exchange) -> None:
        """See Stage."""
        error = self._error_of(exchange)
        if error is not None:
            raise Reject(error)


def services(
    *,
    authenticator: Authenticator | None = None,
    region: str | None = None,
    authorize: Stage | None = None,
    audit: Audit | None = None,
    admission: Admission | None = None,
    web_access: WebAccess = EVERYBODY,
    shows_host: bool = False,
    reserve: Reserve | None = None,
) -> Services:
    """Returns services with their own node. By default every authorization is accepted."""
    return Services(
        Caller().node,
        AccessControl(authenticator or open_to_all(account_root(ACCOUNT)), authorize, audit),
        region=region,
        admission=admission,
        web_access=web_access,
        shows_host=shows_host,
        reserve=reserve,
    )


def pipeline(
    shared: Services | None = None,
    apis: Sequence[Api] = APIS,
    protocols: Mapping[WireProtocol, Mapping[str, Row]] = PROTOCOLS,
    folder: Folder | None = None,
) -> Pipeline:
    """Returns a pipeline, by default as the server has it, without its console."""
    return Pipeline(shared or services(), apis, protocols, {}, folder)


def request(
    operation: str = "ListTables",
    body: bytes = b"{}",
    *,
    region: str = "us-east-1",
    without: str = "",
    method: bytes = b"POST",
    target: bytes = b"/",
    **headers: bytes,
) -> HttpRequest:
    """Returns a well-formed request in JSON 1.0.

    without: the name of a header to leave out. headers: others, `content_type=...`.
    """
    api = next((each for each in APIS if operation in each.names), DYNAMODB)
    sent = {
        "host": b"localhost:8000",
        "content-type": b"application/x-amz-json-1.0",
        "x-amz-target": f"{api.target_prefix}.{operation}".encode(),
        "x-amz-date": b"20261008T120000Z",
        "authorization": CREDENTIAL % region.encode(),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    sent.pop(without, None)
    named = {name.encode(): value for name, value in sent.items()}
    return HttpRequest(method, target, named, body, "127.0.0.1:40000", b"REQUEST")
