"""Compressed bodies; every case ran on the real service as an Alternator test."""

import gzip
import random
import zlib

import pytest

from jedlik.core.errors import Reject
from jedlik.wire.http.content_encoding import (
    accepts_gzip,
    compress,
    compressed,
    decoded_body,
    preferred_encoding,
)
from jedlik.wire.http.message import FIRST_ACCEPT_ENCODING, HttpResponse
from tests.edge.transport import Connection
from tests.memory import retained_bytes

BODY = b'{"TableName":"t"}'


def zipped(body: bytes) -> bytes:
    """gzip without a time, so that ids of tests are the same in every process."""
    return gzip.compress(body, mtime=0)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (None, BODY),
        (b"identity", BODY),
        (b"gzip", zipped(BODY)),
        (b"GZIP", zipped(BODY)),
        (b"gzip", zipped(BODY[:10]) + zipped(BODY[10:])),
        (b"deflate", zlib.compress(BODY)),
        (b"deflate", zlib.compress(BODY[:10]) + zlib.compress(BODY[10:])),
        (b"deflate, gzip", zipped(zlib.compress(BODY))),
    ],
)
def test_decoded(encoding: bytes | None, body: bytes) -> None:
    headers = {} if encoding is None else {b"content-encoding": encoding}
    assert decoded_body(headers, body) == BODY


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"garbage", BODY),
        (b"gzip", BODY),
        (b"gzip", b""),
        (b"gzip", zipped(BODY)[:-1]),
        (b"gzip", zipped(BODY) + b"junk"),
        (b"deflate", BODY),
        (b"deflate", b""),
        (b"deflate", zipped(BODY)),
        (b"gzip", zipped(b" " * (16 * 1024 * 1024 + 1))),
        (b"gzip", zipped(b" " * (9 * 1024 * 1024)) * 2),
        (b"gzip, gzip", zipped(zipped(b" " * (20 * 1024 * 1024)))),
    ],
)
def test_refused_as_internal_error(encoding: bytes, body: bytes) -> None:
    with pytest.raises(Reject) as rejected:
        decoded_body({b"content-encoding": encoding}, body)
    assert rejected.value.error.code == "InternalServerError"


def test_many_encodings_are_refused() -> None:
    body = BODY
    for layers in range(1, 5):
        body = zipped(body)
        headers = {b"content-encoding": b",identity,".join([b"gzip"] * layers)}
        if layers <= 3:
            assert decoded_body(headers, body) == BODY
        else:
            with pytest.raises(Reject):
                decoded_body(headers, body)


def test_what_all_encodings_inflate_to_is_bounded() -> None:
    for layers, name in ((2, b"gzip,gzip"), (3, b"gzip,gzip,gzip")):
        stored = b" " * (15 * 1024 * 1024)
        for _ in range(layers - 1):
            stored = gzip.compress(stored, 0, mtime=0)
        headers = {b"content-encoding": name}
        if layers == 2:
            assert len(decoded_body(headers, zipped(stored))) == 15 * 1024 * 1024
        else:
            with pytest.raises(Reject):
                decoded_body(headers, zipped(stored))


def test_many_members_are_refused_and_what_follows_one_is_not_copied_each_time() -> None:
    headers = {b"content-encoding": b"gzip"}
    members = zipped(b"") * 999
    assert decoded_body(headers, members + zipped(BODY)) == BODY
    assert decoded_body(headers, zipped(BODY) + members) == BODY
    with pytest.raises(Reject):
        decoded_body(headers, members + zipped(BODY) + zipped(b""))
    large = random.Random(1).randbytes(200_000)
    assert decoded_body(headers, zipped(large) + zipped(BODY) + zipped(large)) == (
        large + BODY + large
    )


def test_16_mb_pass() -> None:
    body = b" " * (16 * 1024 * 1024)
    assert decoded_body({b"content-encoding": b"gzip"}, zipped(body)) == body


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        (b"gzip", b"gzip"),
        (b"deflate", b"deflate"),
        (b"identity", None),
        (b"", None),
        (b"br", None),
        (b"zstd", None),
        (b"x-gzip", None),
        (b"gzip, deflate", b"gzip"),
        (b"br, identity, deflate, gzip", b"deflate"),
        (b"GZIP, identity", b"gzip"),
        (b"dog, gzip ,, cat", b"gzip"),
        (b"gzip;q=0.8, deflate;q=0.5", b"gzip"),
        (b"br, gzip;q=0, deflate; q = 0.5 , identity;q=0", b"deflate"),
        (b"*", b"gzip"),
        (b"*, deflate;q=0.5", b"gzip"),
        (b"*, deflate", b"deflate"),
        (b"*, identity", b"gzip"),
        (b"*, gzip;q=0.5", b"deflate"),
        (b"gzip ;q=0", None),
        (b"identity;q=0", None),
        (b"*;q=0", None),
        (b"*;q=0.5,identity", b"gzip"),
        (b"gzip;q=0.5,identity;q=0.8", b"gzip"),
        (b"br;q=0.8,identity;q=0.5,*;q=0", None),
        (b'"gzip"', None),
        (b"gzip br", None),
        (b"gzip:q=1", None),
        (b"deflate;q=0.5, gzip;q=31", b"gzip"),
        (b"gzip;q=31,deflate;q=51", b"gzip"),
        (b"deflate;q=0.5, gzip;q=0.2", b"deflate"),
        (b"deflate;q=0.5, gzip;q=1;q=0.2", b"gzip"),
        (b"deflate;q=0.5,gzip;q=0.", b"deflate"),
        (b"deflate;q=0.5,gzip;q=0.x", b"gzip"),
        (b"deflate;q=0.5,gzip;q=0. x", b"gzip"),
        (b"deflate;q=-0.5,gzip;q=0.2", b"gzip"),
        (b"gzip;q= 0;q=1", None),
        (b"gzip;q =0;q=1", b"gzip"),
        (b"gzip; q=0;q=1", None),
        (b"gzip;nq=0;q=1", None),
        (b"gzip;q=0, gzip;q=1, gzip;q=0", b"gzip"),
        (b"br,identity;q=0.5,gzip;q=0.0001", b"gzip"),
    ],
)
def test_preference(accept: bytes, encoding: bytes | None) -> None:
    assert preferred_encoding(accept) == encoding


def test_compressed() -> None:
    body = BODY * 1000
    assert compressed(b"br", body) is None
    for accept, decompress in ((b"gzip", gzip.decompress), (b"deflate", zlib.decompress)):
        encoded = compressed(accept, body)
        assert encoded is not None
        assert encoded[0] == accept
        assert decompress(encoded[1]) == body


def test_long_preferences_are_not_cached() -> None:
    def prefer(number: int) -> None:
        assert preferred_encoding(b"%d" % number + b"x" * 10_000 + b",gzip") == b"gzip"

    assert retained_bytes(prefer, 100) < 100_000


def test_of_several_accept_encodings_the_first_is_stored_too() -> None:
    """Alternator test_compressed_response.py: the service follows it; all are signed."""
    connection = Connection()
    line = b"Accept-Encoding: %b\r\n"
    several = b"".join([line % each for each in (b"identity", b"gzip", b"deflate")])
    connection.feed(b"GET / HTTP/1.1\r\nHost: x\r\n" + several + b"\r\n")
    assert connection.requests[0].headers == {
        b"host": b"x",
        b"accept-encoding": b"identity,gzip,deflate",
        FIRST_ACCEPT_ENCODING: b"identity",
    }


@pytest.mark.parametrize(
    ("headers", "is_compressed"),
    [
        ({b"accept-encoding": b"gzip"}, True),
        ({b"accept-encoding": b"br"}, False),
        ({b"accept-encoding": b"br, gzip", FIRST_ACCEPT_ENCODING: b"br"}, False),
    ],
)
def test_a_response_is_compressed_if_the_client_accepts_it(
    headers: dict[bytes, bytes], is_compressed: bool
) -> None:
    response = HttpResponse(200, b"A: b\r\n", b"x" * 5000)
    assert compress(headers, response) is is_compressed
    assert response.is_encoded is is_compressed
    if is_compressed:
        assert response.headers == b"A: b\r\nContent-Encoding: gzip\r\n"
        assert gzip.decompress(response.body) == b"x" * 5000
    else:
        assert (response.headers, response.body) == (b"A: b\r\n", b"x" * 5000)


@pytest.mark.parametrize(
    ("accepted", "accepts"),
    [
        (b"gzip", True),
        (b"deflate, GZIP;q=0.1", True),
        (b"br, *", True),
        (b"", False),
        (b"identity", False),
        (b"gzip;q=0", False),
        (b"*, gzip;q=0", False),
        (b"*;q=0", False),
    ],
)
def test_gzip_is_accepted(accepted: bytes, accepts: bool) -> None:
    assert accepts_gzip(accepted) is accepts
