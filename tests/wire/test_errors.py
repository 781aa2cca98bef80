"""Error bodies as bytes; the checksums are those of the real service in dynalite's tests."""

import zlib

import orjson
import pytest

from jedlik.core.errors import ERRORS, ServiceError
from jedlik.wire.json_1_0 import Fragment, error_body


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
def test_bytes_are_those_of_the_service(error: ServiceError, checksum: int) -> None:
    assert zlib.crc32(error_body(error)) == checksum


def test_members_come_between_type_and_message() -> None:
    item = Fragment(b'{"pk":{"S":"a"}}')
    error = ServiceError(
        "ConditionalCheckFailedException", "The conditional request failed", {"Item": item}
    )
    assert error_body(error) == (
        b'{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",'
        b'"Item":{"pk":{"S":"a"}},"message":"The conditional request failed"}'
    )


@pytest.mark.parametrize("code", ["SerializationException", "AccessDeniedException"])
def test_some_say_message_with_a_capital(code: str) -> None:
    assert orjson.loads(error_body(ServiceError(code, "why")))["Message"] == "why"


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: row.code)
def test_every_row_has_a_type(row: object) -> None:
    assert isinstance(row, tuple)
    code, namespace = row[0], row[2]
    assert orjson.loads(error_body(ServiceError(code, None))) == {"__type": f"{namespace}#{code}"}
