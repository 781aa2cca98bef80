"""Requests of companion APIs in JSON. Sources of the texts: recorded answers of KMS in LocalStack,
tests/aws/services/kms, April 2023.
"""

from typing import Annotated, Required, TypedDict

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import at_most, max_length, min_length
from jedlik.wire.shapes.json_request import JsonRequest


class Sent(TypedDict, total=False):
    """A request with one member of each kind."""

    KeyId: Required[Annotated[str, min_length(1)]]
    Plaintext: Annotated[bytes, min_length(1), max_length(4)]
    NumberOfBytes: Annotated[int, at_most(1024)]


REQUEST = JsonRequest(Sent)


def test_blobs_are_decoded() -> None:
    request = REQUEST.check({"KeyId": "k", "Plaintext": "AAEC"})
    assert request == {"KeyId": "k", "Plaintext": b"\x00\x01\x02"}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"KeyId": "k", "NumberOfBytes": 1025},
            "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy "
            "constraint: Member must have value less than or equal to 1024",
        ),
        (
            {"KeyId": "k", "Plaintext": "AAECAwQ="},
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
            "Member must have length less than or equal to 4",
        ),
        (
            {"Plaintext": ""},
            "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: "
            "Member must not be null; Value at 'plaintext' failed to satisfy constraint: Member "
            "must have length greater than or equal to 1",
        ),
    ],
)
def test_faults(request_: dict[str, object], message: str) -> None:
    with pytest.raises(Reject) as refused:
        REQUEST.check(request_)
    assert refused.value.error.message == message
