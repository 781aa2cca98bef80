"""The interface of a protocol promises nothing by itself."""

import pytest

from jedlik.wire.http.message import HttpRequest
from jedlik.wire.protocol import WireProtocol

REQUEST = HttpRequest(b"POST", b"/", {}, b"", "127.0.0.1:1", b"ID")


def test_a_protocol_must_say_which_requests_are_its_own() -> None:
    class Silent(WireProtocol):
        pass

    protocol = Silent()
    with pytest.raises(NotImplementedError):
        protocol.target(REQUEST)
    with pytest.raises(NotImplementedError):
        protocol.decode(REQUEST, b"", None)
