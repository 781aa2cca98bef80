"""Malformed HTTP over real sockets: a well-formed refusal or none, and others are served.

JEDLIK_MALFORMED sets how many changed requests are sent (300), JEDLIK_SEED which.
tests/fuzz/test_http.py looks at the answers more closely, without sockets.
"""

import os
import random
import re
import socket

import pytest

from tests.app.server import serving
from tests.figures import count
from tests.fuzz.test_http import SEEDS

REQUESTS = int(os.environ.get("JEDLIK_MALFORMED", "300"))
SEED = os.environ.get("JEDLIK_SEED", "1")
_STATUS = re.compile(rb"HTTP/1\.1 (\d\d\d) ")
_POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
# The service answers 500 to a body that is not compressed as its header says.
PLAIN = [each for each in SEEDS if b"content-encoding" not in each]
FINE = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

# Inputs about which servers and proxies have disagreed, which is how requests were smuggled.
KNOWN = (
    _POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    _POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    _POST + b"Content-Length: -1\r\n\r\n{}",
    _POST + b"Content-Length: +2\r\n\r\n{}",
    _POST + b"Content-Length: 0x2\r\n\r\n{}",
    _POST + b"Content-Length: 99999999999999999999\r\n\r\n{}",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}",
    _POST + b"Transfer-Encoding: chunked\r\n\r\n2 ;\n{}\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: xchunked\r\n\r\n{}",
    _POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    _POST + b" folded: b\r\n\r\n",
    _POST + b"A: \0\r\n\r\n",
    _POST + b"Bad Name: b\r\n\r\n",
    b"GET / HTTP/1.1\nHost: a\n\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nA: " + b"a" * 100_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: b\r\n" % n for n in range(5_000)) + b"\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\r\n" * 1_000,
)


def answers(port: int, sent: bytes) -> list[int]:
    """Sends bytes and no more. Returns the status of each answer."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                received += part
        except ConnectionError:
            pass  # the server has closed it already
    return [int(each) for each in _STATUS.findall(received)]


def changed(chance: random.Random) -> bytes:
    """Returns some requests one after the other, changed in a few bytes."""
    sent = bytearray(b"".join(chance.choice(PLAIN) for _ in range(chance.randint(1, 3))))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(sent))
        sent[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
    return bytes(sent)


@pytest.mark.timeout(120 + REQUESTS // 10)
def test_malformed_requests() -> None:
    chance = random.Random(SEED)
    with serving("--memory") as server:
        for number in range(REQUESTS):
            sent = KNOWN[number] if number < len(KNOWN) else changed(chance)
            found = answers(server.port, sent)
            # 501 and 505: a method or a version that nobody knows.
            assert not [each for each in found if each >= 500 and each not in (501, 505)], sent
        assert answers(server.port, FINE) == [200]
    count(malformed_http=REQUESTS)
