"""A small query API for tests, with an operation whose name DynamoDB Streams has too."""

from typing import Final, Required, TypedDict

from jedlik.apis.api import Access, Answer, Api, Deferred, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.errors import Row, query_errors
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.wire.query_xml import QUERY
from jedlik.wire.shapes.query_request import QueryRequest

NAMESPACE: Final = "https://shop.example/doc/2026-10-08/"


class GetRecordsRequest(TypedDict, total=False):
    """The request of GetRecords."""

    Token: Required[str]
    Names: list[str]


class GetRecordsResponse(TypedDict, total=False):
    """The answer of GetRecords."""

    Token: str
    Names: list[str]


def _check(request: GetRecordsRequest) -> GetRecordsRequest:
    if request["Token"] == "sold":
        raise Reject(ServiceError("OutOfStock", "Sold <out>"))
    return request


async def _records(request: GetRecordsRequest, context: Context) -> Answer:
    return dict(request)


async def _principal(request: GetRecordsRequest, context: Context) -> Answer:
    return {"Token": context.principal.caller.kind.value, "Names": [context.region]}


def _on_token(
    request: GetRecordsRequest, checked: GetRecordsRequest, context: Context
) -> list[Authorization]:
    return [Authorization("shop:GetRecords", f"arn:aws:shop:::{request['Token']}")]


def _free(request: GetRecordsRequest, checked: GetRecordsRequest, context: Context) -> None:
    return None


def _operations() -> list[Operation]:
    signed = QueryRequest(GetRecordsRequest, GetRecordsResponse)
    unsigned = QueryRequest(GetRecordsRequest, GetRecordsResponse, is_signed=False)
    kind = Access.READ, Plane.DATA
    return [
        Operation("GetRecords", *kind, signed, _check, _records, _on_token),
        Operation("Visit", *kind, unsigned, _check, _principal, _free),
    ]


def shop(loads: list[str] | None = None) -> Api:
    """Returns a new API. loads: gets an element when the operations are loaded."""

    def load() -> list[Operation]:
        if loads is not None:
            loads.append("loaded")
        return _operations()

    return Api(
        "Shop",
        protocols=(QUERY,),
        target_prefix=NAMESPACE,
        signing_name="shop",
        iam_prefix="shop",
        errors=query_errors({"OutOfStock": Row("OutOfStock", 409, "", False)}),
        operations=(Deferred(("Visit", "GetRecords"), load),),
    )


SHOP: Final = shop()
