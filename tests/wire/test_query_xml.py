"""The protocol AWS Query: what names an operation, and the form of answers and errors."""

import pytest

from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.query_xml import QUERY
from tests.pipeline.query import NAMESPACE, SHOP

FORM = b"application/x-www-form-urlencoded"


def request(
    body: bytes = b"", content_type: bytes = FORM, method: bytes = b"POST", target: bytes = b"/"
) -> HttpRequest:
    return HttpRequest(method, target, {b"content-type": content_type}, body, "", b"ID")


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (b"Action=A&Version=1", b"1 A"),
        (b"Version=1&Action=A", b"1 A"),
        (b"x=1&Version=1&y=2&Action=A&z", b"1 A"),
        (b"Action=A", b" A"),
        (b"Action=A&Action=B&Version=1&Version=2", b"1 A"),
        (b"xAction=A&Version=1", None),
        (b"x=Action=A&Version=1", None),
        (b"Action=&Version=1", None),
        (b"Action&Version=1", None),
        (b"", None),
    ],
)
def test_targets_of_forms(body: bytes, target: bytes | None) -> None:
    assert QUERY.target(request(body)) == target
    assert QUERY.target(request(method=b"GET", target=b"/?" + body)) == target
    assert QUERY.target(request(target=b"/?" + body)) == target


@pytest.mark.parametrize(
    ("content_type", "is_form"),
    [
        (FORM, True),
        (FORM + b"; charset=utf-8", True),
        (FORM.upper(), True),
        (b"application/json", False),
        (b"", False),
        (FORM + b"x", False),
    ],
)
def test_media_types(content_type: bytes, is_form: bool) -> None:
    found = QUERY.target(request(b"Action=A", content_type))
    assert (found is not None) is is_form


@pytest.mark.parametrize(
    ("method", "target"),
    [(b"PUT", b"/?Action=A"), (b"OPTIONS", b"/?Action=A"), (b"GET", b"/metrics?Action=A")],
)
def test_other_requests_are_for_no_query_api(method: bytes, target: bytes) -> None:
    assert QUERY.target(request(b"Action=A", method=method, target=target)) is None


def test_targets_of_an_api() -> None:
    assert dict(QUERY.targets(SHOP)) == {
        b"2026-10-08 GetRecords": "GetRecords",
        b"2026-10-08 Visit": "Visit",
    }


def test_members_come_from_body_and_query_string() -> None:
    sent = request(b"Action=GetRecords&Token=a%20b", target=b"/?Names.member.1=c")
    found = QUERY.decode(sent, sent.body, SHOP.operations["GetRecords"])
    assert found == {"Token": "a b", "Names": ["c"]}


def test_an_error_names_its_namespace_if_the_api_is_known() -> None:
    row = SHOP.errors["InternalServerError"]
    error = ServiceError("InternalServerError", None)
    assert QUERY.encode_error(request(), SHOP, row, error).body.decode() == (
        f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Receiver</Type>'
        "<Code>InternalFailure</Code><Message></Message></Error><RequestId>ID</RequestId>"
        "</ErrorResponse>"
    )
    answer = QUERY.encode_error(request(), None, row, error)
    assert answer.body.startswith(b"<ErrorResponse><Error>")
    assert (answer.status, answer.headers) == (500, b"Content-Type: text/xml\r\n")


def test_a_row_may_have_the_message_of_all_its_errors() -> None:
    row = SHOP.errors["OutOfStock"]._replace(message="Come back")
    answer = QUERY.encode_error(request(), None, row, ServiceError("OutOfStock", "Sold"))
    assert b"<Message>Come back</Message>" in answer.body


def test_a_long_name_of_an_operation_is_not_repeated_whole() -> None:
    error = QUERY.unknown(b"1 " + b"A" * 1_000_000)
    answer = QUERY.encode_error(request(), None, SHOP.errors[error.code], error)
    assert len(answer.body) < 70_000


def test_an_answer_has_a_result_in_an_envelope() -> None:
    operation = SHOP.operations["GetRecords"]
    answer = {"Token": "a<b", "Names": ["x", "y"]}
    response = QUERY.encode(request(), SHOP, operation, answer)
    assert (response.status, response.headers) == (200, b"Content-Type: text/xml\r\n")
    assert (
        response.body
        == (
            f'<GetRecordsResponse xmlns="{NAMESPACE}"><GetRecordsResult><Token>a&lt;b</Token>'
            "<Names><member>x</member><member>y</member></Names></GetRecordsResult>"
            "<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></GetRecordsResponse>"
        ).encode()
    )
