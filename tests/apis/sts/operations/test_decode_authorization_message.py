"""DecodeAuthorizationMessage. Source: STS API Reference."""

import json

import pytest

from jedlik.engine.sealing import Sealing
from jedlik.features.identity.messages import encode_message
from tests.engine.in_memory import ACCOUNT, Caller

MESSAGE = {"allowed": False, "explicitDeny": True, "context": {"action": "ec2:RunInstances"}}


def test_a_message_is_decoded() -> None:
    caller = Caller()
    encoded = encode_message(caller.node.sealing, ACCOUNT, MESSAGE)
    assert "RunInstances" not in encoded
    answer = caller.call("DecodeAuthorizationMessage", EncodedMessage=encoded)
    assert json.loads(answer["DecodedMessage"]) == MESSAGE


@pytest.mark.parametrize(
    "encoded", ["a", "é", "a" * 100, encode_message(Sealing(lambda: b"other"), ACCOUNT, MESSAGE)]
)
def test_other_texts(encoded: str) -> None:
    refused = Caller().refusal("DecodeAuthorizationMessage", EncodedMessage=encoded)
    assert refused.startswith("InvalidAuthorizationMessageException")


def test_a_message_of_another_account() -> None:
    caller = Caller()
    encoded = encode_message(caller.node.sealing, "210987654321", MESSAGE)
    refused = caller.refusal("DecodeAuthorizationMessage", EncodedMessage=encoded)
    assert refused.startswith("InvalidAuthorizationMessageException")
