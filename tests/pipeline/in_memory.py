"""A pipeline on memory storage, and requests for it: a server without a socket."""

from collections.abc import Mapping

from jedlik.apis.api import Api, Operation
from jedlik.apis.registry import OPERATION_BY_NAME
from jedlik.pipeline.authenticate import Authenticate, open_to_all
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.http.message import HttpRequest
from tests.engine.in_memory import ACCOUNT, Caller

CREDENTIAL = (
    b"AWS4-HMAC-SHA256 Credential=jedlik/20261008/%b/dynamodb/aws4_request, "
    b"SignedHeaders=host;x-amz-date, Signature=" + b"0" * 64
)


def pipeline(
    operations: Mapping[str, Operation] = OPERATION_BY_NAME,
    *,
    authenticate: Authenticate | None = None,
    single_region: str | None = None,
) -> Pipeline:
    """A pipeline on a node of its own; by default any claim is believed."""
    return Pipeline(
        Caller().node,
        operations,
        authenticate or open_to_all(ACCOUNT),
        single_region=single_region,
        pages={},
    )


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
    """A well-formed request.

    without: the name of a header to leave out. headers: others, `content_type=...`.
    """
    known = OPERATION_BY_NAME.get(operation)
    api = Api.DYNAMODB if known is None else known.api
    sent = {
        "host": b"localhost:8000",
        "content-type": b"application/x-amz-json-1.0",
        "x-amz-target": f"{api.value}.{operation}".encode(),
        "x-amz-date": b"20261008T120000Z",
        "authorization": CREDENTIAL % region.encode(),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    sent.pop(without, None)
    named = {name.encode(): value for name, value in sent.items()}
    return HttpRequest(method, target, named, body, "127.0.0.1:40000", b"REQUEST")
