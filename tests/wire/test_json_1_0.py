"""The protocol AWS JSON 1.0.

Cases of media types: dynalite `test/connection.js`. The checksums of error bodies are those of the
real service in dynalite's tests.
"""

import json
import zlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.core.errors import Reject, ServiceError
from jedlik.wire.http.message import HttpRequest, HttpResponse
from jedlik.wire.json_1_0 import (
    JSON,
    JSON_1_0,
    NOT_JSON,
    Fragment,
    Json,
    decode,
    encode,
    encode_with_blobs,
)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def request(
    content_type: bytes | None = b"application/x-amz-json-1.0",
    target: bytes | None = b"A.B",
    *,
    method: bytes = b"POST",
    body: bytes = b"{}",
) -> HttpRequest:
    sent = {b"content-type": content_type, b"x-amz-target": target}
    headers = {name: value for name, value in sent.items() if value is not None}
    return HttpRequest(method, b"/", headers, body, "", b"ID")


def refused(error: ServiceError) -> HttpResponse:
    """The response with an error of DynamoDB."""
    return JSON_1_0.encode_error(request(), None, DYNAMODB.errors[error.code], error)


# --- recognition ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "body", "protocols"),
    [
        (b"application/x-amz-json-1.0", b"{}", [JSON_1_0]),
        (b"application/x-amz-json-1.0", b"", [JSON_1_0, JSON]),
        (b"application/x-amz-json-1.0;blahblah", b"{}", [JSON_1_0]),
        (b"  application/json  ;   asfd", b"{}", [JSON]),
        (b"application/json;", b"{}", [JSON]),
        (b"application/jsonasdf", b"{}", []),
        (b"application/x-amz-json-1.1", b"{}", []),
        (b"whatever", b"{}", []),
        (b"whatever", b"", [JSON]),
        (None, b"{}", []),
        (None, b"", [JSON]),
    ],
)
def test_media_types(content_type: bytes | None, body: bytes, protocols: list[Json]) -> None:
    sent = request(content_type, body=body)
    assert [each for each in (JSON_1_0, JSON) if each.target(sent) is not None] == protocols


@pytest.mark.parametrize("method", [b"GET", b"PUT", b"DELETE", b"OPTIONS"])
def test_another_method_is_another_protocol(method: bytes) -> None:
    assert JSON_1_0.target(request(method=method)) is None


@pytest.mark.parametrize(
    ("sent", "target"),
    [(b"A.B", b"A.B"), (b"A.B ", b"A.B"), (b"\tA.B", b"A.B"), (b" ", b""), (b"", b""), (None, b"")],
)
def test_targets_of_requests(sent: bytes | None, target: bytes) -> None:
    assert JSON_1_0.target(request(target=sent)) == target


def test_targets_of_an_api() -> None:
    targets = dict(JSON_1_0.targets(DYNAMODB))
    assert targets[b"DynamoDB_20120810.GetItem"] == "GetItem"
    assert list(targets.values()) == list(DYNAMODB.operations)


# --- answers and errors --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("protocol", "media_type"),
    [(JSON_1_0, b"application/x-amz-json-1.0"), (JSON, b"application/json")],
)
def test_answers_have_the_media_type_of_the_request(protocol: Json, media_type: bytes) -> None:
    operation = DYNAMODB.operations["GetItem"]
    response = protocol.encode(request(), DYNAMODB, operation, {"n": 1})
    assert (response.status, response.body) == (200, b'{"n":1}')
    assert response.headers == b"Content-Type: %b\r\n" % media_type
    assert protocol.encode(request(), DYNAMODB, operation, None).body == b""
    error = protocol.encode_error(request(), None, DYNAMODB.errors[NOT_JSON.code], NOT_JSON)
    assert error.headers == response.headers


def test_fragments_are_inserted_unread() -> None:
    assert encode({"Item": Fragment(b'{"pk" : 1}'), "n": 1}) == b'{"Item":{"pk" : 1},"n":1}'


@pytest.mark.parametrize(
    ("error", "checksum"),
    [
        (ServiceError("SerializationException", None), 3948637019),
        (ServiceError("UnknownOperationException", None), 1368724161),
        (
            ServiceError(
                "MissingAuthenticationTokenException", "Request is missing Authentication Token"
            ),
            2088342776,
        ),
    ],
)
def test_bodies_of_errors_are_those_of_the_service(error: ServiceError, checksum: int) -> None:
    response = refused(error)
    assert response.status == 400
    assert zlib.crc32(response.body) == checksum


def test_members_of_an_error_come_between_type_and_message() -> None:
    item = Fragment(b'{"pk":{"S":"a"}}')
    error = ServiceError(
        "ConditionalCheckFailedException", "The conditional request failed", {"Item": item}
    )
    assert refused(error).body == (
        b'{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",'
        b'"Item":{"pk":{"S":"a"}},"message":"The conditional request failed"}'
    )


@pytest.mark.parametrize(
    ("code", "member"),
    [("SerializationException", "Message"), ("ValidationException", "message")],
)
def test_the_row_names_the_member_of_the_message(code: str, member: str) -> None:
    assert orjson.loads(refused(ServiceError(code, "why")).body)[member] == "why"


# --- bodies --------------------------------------------------------------------------------------


@given(st.dictionaries(st.text(), JSON_VALUES))
def test_objects_are_decoded(members: dict[str, object]) -> None:
    assert JSON_1_0.decode(request(), json.dumps(members).encode(), None) == members


# Alternator test_manual_requests.py::test_incorrect_json and
# test_request_payload_must_be_object.
@pytest.mark.parametrize(
    "body",
    [
        "}}}", "}{", "habababa", "7", "124463gwe", "><#", "????", '"""', '{"""}', '{""}', "{7}",
        "{3: }}", '{"2":{}', ",", "{,}", "{{}}", '"a": "b"', "{{{", "{" * 10000 + "}" * 9999,
        "{" * 10000 + "}" * 10007, "null", "[]", '""', "", '{"a":NaN}', '{"a":"\\ud800"}',
        '{"a":' * 2000, "[" * 2000 + "]" * 2000, '{"a":"' + '\\"' * 2000 + "[" * 2000,
    ],
)  # fmt: skip
def test_others_are_rejected(body: str) -> None:
    with pytest.raises(Reject) as rejected:
        decode(body.encode())
    assert rejected.value.error == NOT_JSON


def test_invalid_utf8_is_rejected() -> None:
    with pytest.raises(Reject):
        decode(b'{"a":"\xff"}')


@pytest.mark.parametrize("levels", [1000, 1024, 1025, 4003])
def test_deep_bodies_are_decoded_as_far_as_it_matters(levels: int) -> None:
    # The body is no parse error: recorded answers, October 2026. The other members must remain, or
    # the operation could not report the deep one.
    body = b'{"Deep":%b{"S":"]}"}%b,"TableName":"[{\\"[{"}' % (
        b'{"M":' * (levels - 1),
        b"}" * (levels - 1),
    )
    members = decode(body)
    assert members["TableName"] == '[{"[{'
    depth, inner = 0, members["Deep"]
    while "M" in inner:
        depth, inner = depth + 1, inner["M"]
    assert depth >= 199


@pytest.mark.parametrize("outer", [0, 1])
def test_a_cut_leaves_a_list_a_list_and_a_map_a_map(outer: int) -> None:
    # A list in place of a map would be a SerializationException, which this body is not (recorded
    # answers, October 2026).
    body = b'{"Deep":' + b"[" * outer + b'{"L":[' * 1000 + b"]}" * 1000 + b"]" * outer + b"}"
    inner = decode(body)["Deep"]
    if outer:
        (inner,) = inner
    while inner:
        elements = inner["L"]
        assert isinstance(elements, list)
        inner = elements[0] if elements else {}


@pytest.mark.parametrize("levels", [4005, 10_003, 300_000])
def test_a_body_that_is_deeper_than_the_service_reads_is_rejected(levels: int) -> None:
    # Values of 2,001 and 5,000 levels: dynoxide's captures, October 2026.
    with pytest.raises(Reject) as rejected:
        decode(b'{"a":' * levels + b"1" + b"}" * levels)
    assert rejected.value.error == NOT_JSON


def test_values_of_bytes_are_sent_in_base64() -> None:
    assert encode_with_blobs({"Plaintext": b"\x00\xff"}) == b'{"Plaintext":"AP8="}'
    with pytest.raises(TypeError):
        encode_with_blobs({"a": {1, 2}})


def test_a_target_that_names_no_operation() -> None:
    assert JSON_1_0.unknown(b"X.Y").code == "UnknownOperationException"
