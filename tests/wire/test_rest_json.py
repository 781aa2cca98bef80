"""The protocol of REST APIs: routes, members in path, query string and body, and errors."""

from contextlib import suppress
from typing import Annotated, Any, Required, TypedDict

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.api import Access, Api, Operation, Plane
from jedlik.apis.authorization import refused
from jedlik.apis.errors import Row, rest_errors
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.constraints import max_length
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.rest_json import RestJson, parsed_route
from jedlik.wire.shapes.json_request import JsonRequest

ROUTES = {
    "List": "GET /things/?nextToken=NextToken&max=Most&all=All&before=Before",
    "Get": "GET /things/{Name}",
    "GetLatest": "GET /things/latest",
    "Put": "PUT /things/{Name}/parts/{Part}",
    "Post": "POST /other-things",
}


class Thing(TypedDict, total=False):
    """All members of all routes."""

    Name: Required[str]
    Part: str
    NextToken: Annotated[str, max_length(8)]
    Most: int
    All: bool
    Before: float
    Inside: dict[str, str]


REST = RestJson(ROUTES)


async def nothing(request: object, context: object) -> None:
    """Does nothing."""


def operation(name: str) -> Operation:
    def same(request: Thing) -> Thing:
        return request

    return Operation(name, Access.READ, Plane.CONTROL, JsonRequest(Thing), same, nothing, refused)


API = Api(
    "Things",
    protocols=(REST,),
    target_prefix="",
    signing_name="things",
    iam_prefix="things",
    errors=rest_errors({}),
    operations=[operation(name) for name in ROUTES],
)


def sent(method: str, target: str, **headers: bytes) -> HttpRequest:
    named = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return HttpRequest(method.encode(), target.encode(), named, b"", "", b"ID")


def decoded(name: str, target: str, body: bytes = b"") -> dict[str, Any]:
    method = ROUTES[name].partition(" ")[0]
    http = sent(method, target)
    assert REST.target(http) == ROUTES[name].encode()
    return REST.decode(http, body, API.operations[name])


def test_a_route_is_divided() -> None:
    route = parsed_route("GET /a/{B}/c?d=E&f=G")
    assert route.method == b"GET"
    assert route.segments == (b"a", None, b"c")
    assert route.members == ("B",)
    assert route.query == {"d": "E", "f": "G"}


@pytest.mark.parametrize(
    ("method", "target", "name"),
    [
        ("GET", "/things", "List"),
        ("GET", "/things/", "List"),
        ("GET", "/things/?max=3", "List"),
        ("GET", "/things/a", "Get"),
        ("GET", "/things/a/", "Get"),
        ("GET", "/things/a%2Fb%3Ac", "Get"),
        ("GET", "/things/latest", "GetLatest"),
        ("PUT", "/things/a/parts/b", "Put"),
        ("POST", "/other-things", "Post"),
    ],
)
def test_method_and_path_name_an_operation(method: str, target: str, name: str) -> None:
    assert REST.target(sent(method, target)) == ROUTES[name].encode()
    assert (ROUTES[name].encode(), name) in REST.targets(API)


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("DELETE", "/things/a"),
        ("GET", "/things//"),
        ("PUT", "/things/a/other/b"),
        ("PUT", "/things/a/parts/b/c"),
        ("POST", "/other-things/a"),
    ],
)
def test_paths_below_the_api_without_an_operation(method: str, target: str) -> None:
    assert REST.target(sent(method, target)) == b""
    assert REST.unknown(b"").code == "UnknownOperationException"


@pytest.mark.parametrize(
    "http",
    [
        sent("POST", "/"),
        sent("GET", "/"),
        sent("GET", "/metrics"),
        sent("GET", "//things"),
        sent("GET", "/thingsandmore"),
        sent("OPTIONS", "/things"),
        sent("POST", "/other-things", x_amz_target=b"A.B"),
    ],
)
def test_requests_of_others(http: HttpRequest) -> None:
    assert REST.target(http) is None


def test_members_of_path_query_and_body() -> None:
    assert decoded("Put", "/things/a%2Fb%20%C3%A9/parts/%7B%7D", b'{"Inside":{"a":"b"}}') == {
        "Name": "a/b é",
        "Part": "{}",
        "Inside": {"a": "b"},
    }
    target = "/things/?nextToken=x%2B&max=7&all=true&before=2026-10-08T22%3A53%3A20Z&odd=1"
    assert decoded("List", target) == {
        "NextToken": "x+",
        "Most": 7,
        "All": True,
        "Before": 1_791_500_000.0,
    }


def test_the_path_wins_over_the_body() -> None:
    assert decoded("Get", "/things/path", b'{"Name":"body"}') == {"Name": "path"}


@pytest.mark.parametrize(
    ("name", "target", "body"),
    [
        ("Get", "/things/%FF", b""),
        ("List", "/things/?max=many", b""),
        ("List", "/things/?all=perhaps", b""),
        ("List", "/things/?before=then", b""),
        ("List", "/things/?nextToken=%F", b""),
        ("Post", "/other-things", b"[]"),
        ("Post", "/other-things", b"{"),
    ],
)
def test_what_cannot_be_read(name: str, target: str, body: bytes) -> None:
    with pytest.raises(Reject) as caught:
        decoded(name, target, body)
    assert caught.value.error.code == "SerializationException"


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_can_be_in_a_path(text: str) -> None:
    encoded = "".join(f"%{byte:02X}" for byte in text.encode())
    assert decoded("Get", f"/things/{encoded}") == {"Name": text}


@given(st.binary(max_size=40))
def test_any_path_is_answered(path: bytes) -> None:
    http = HttpRequest(b"GET", b"/things/" + path, {}, b"", "", b"ID")
    target = REST.target(http)
    if target:
        name = next(each for each, route in ROUTES.items() if route.encode() == target)
        with suppress(Reject):  # it cannot be read
            REST.decode(http, b"", API.operations[name])


def test_answers() -> None:
    http = sent("GET", "/things/a")
    response = REST.encode(http, API, API.operations["Get"], {"A": 1, "B": b"x"})
    assert (response.status, response.body) == (200, b'{"A":1,"B":"eA=="}')
    assert REST.encode(http, API, API.operations["Get"], None).body == b""


def test_an_error_has_its_code_in_a_header() -> None:
    row = Row("LimitExceededException", 400, "", False, "Message")
    error = ServiceError("LimitExceededException", "too many", {"Code": "ERROR_1"})
    response = REST.encode_error(sent("GET", "/things/a"), API, row, error)
    assert response.status == 400
    assert b"\r\nx-amzn-ErrorType: LimitExceededException\r\n" in b"\r\n" + response.headers
    assert orjson.loads(response.body) == {"Code": "ERROR_1", "Message": "too many"}
    unknown = REST.encode_error(sent("GET", "/things/a"), None, row, REST.unknown(b""))
    assert unknown.body == b"{}"
