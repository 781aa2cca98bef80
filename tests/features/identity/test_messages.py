"""Messages that only this server can read."""

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.sealing import Sealing
from jedlik.features.identity.messages import decode_message, encode_message

SEALING = Sealing(lambda: b"k" * 32)


def test_a_message_is_read_again() -> None:
    encoded = encode_message(SEALING, "111111111111", {"allowed": False})
    assert decode_message(SEALING, "111111111111", encoded) == '{"allowed":false}'


def test_another_server_cannot_read_it() -> None:
    encoded = encode_message(SEALING, "111111111111", {})
    with pytest.raises(Reject):
        decode_message(Sealing(lambda: b"other"), "111111111111", encoded)


def test_another_account_cannot_read_it() -> None:
    encoded = encode_message(SEALING, "111111111111", {})
    with pytest.raises(Reject):
        decode_message(SEALING, "222222222222", encoded)
