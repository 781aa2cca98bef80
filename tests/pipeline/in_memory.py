"""A pipeline on memory storage, and requests for it: a server without a socket."""

from collections.abc import Mapping, Sequence

from jedlik.apis.api import Api
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.errors import Row
from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.principal import account_root
from jedlik.pipeline.authenticate import Authenticate, open_to_all
from jedlik.pipeline.exchange import Admission, Authorizer, Reserve, Services
from jedlik.pipeline.stages import Pipeline
from jedlik.pipeline.web_access import EVERYBODY, WebAccess
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.protocol import WireProtocol
from tests.engine.in_memory import ACCOUNT, Caller

CREDENTIAL = (
    b"AWS4-HMAC-SHA256 Credential=jedlik/20261008/%b/dynamodb/aws4_request, "
    b"SignedHeaders=host;x-amz-date, Signature=" + b"0" * 64
)


def services(
    *,
    authenticate: Authenticate | None = None,
    region: str | None = None,
    authorizer: Authorizer | None = None,
    admission: Admission | None = None,
    web_access: WebAccess = EVERYBODY,
    shows_host: bool = False,
    reserve: Reserve | None = None,
) -> Services:
    """Returns services with their own node. By default every authorization is accepted."""
    return Services(
        Caller().node,
        authenticate or open_to_all(account_root(ACCOUNT)),
        region=region,
        authorizer=authorizer,
        admission=admission,
        web_access=web_access,
        shows_host=shows_host,
        reserve=reserve,
    )


def pipeline(
    shared: Services | None = None,
    apis: Sequence[Api] = APIS,
    protocols: Mapping[WireProtocol, Mapping[str, Row]] = PROTOCOLS,
) -> Pipeline:
    """Returns a pipeline, by default as the server has it."""
    return Pipeline(shared or services(), apis, protocols, {})


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
