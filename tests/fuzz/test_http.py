"""Any bytes from a client get well-formed answers or none. An incomplete request gets no answer.

The bytes pass the whole way of a request: reader, connection, content encoding, signature, body.
"""

import asyncio
import gzip
import zlib
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.apis.iam.model.roles import CREATE_ROLE
from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.core.sigv4.authorization import read_claim
from jedlik.core.sigv4.verify import basic_date
from jedlik.wire.form import parameters
from jedlik.wire.json_1_0 import decode
from jedlik.wire.query_members import read_members
from jedlik.wire.query_xml import NAMING
from tests.core.sigv4.requests import ACCESS_KEY_ID, SECRET, signed
from tests.edge.transport import Connection
from tests.fuzz.cpu_time import little_work
from tests.pipeline.in_memory import enforcing, pipeline, services

ROOT = account_root("0" * 12)


def whole(headers: dict[bytes, bytes], body: bytes) -> bytes:
    sent = {b"host": b"x"} | headers | {b"content-length": b"%d" % len(body)}
    lines = b"".join(b"%b: %b\r\n" % header for header in sent.items())
    return b"POST / HTTP/1.1\r\n%b\r\n%b" % (lines, body)


HONEST = signed(
    {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
    }
)
FORM = signed(
    {"Content-Type": "application/x-www-form-urlencoded"},
    body=b"Action=GetCallerIdentity&Version=2011-06-15&Tags.member.1.Key=a%20b",
    service="sts",
)
SIGNED_S = basic_date(read_claim(HONEST).date)[1]
RESPOND = pipeline(
    services(authenticator=enforcing({ACCESS_KEY_ID: SECRET}, lambda: SIGNED_S))
).respond
SEEDS = [
    whole(HONEST.headers, HONEST.body),
    whole({**HONEST.headers, b"content-encoding": b"gzip"}, gzip.compress(b"{}")),
    whole({**HONEST.headers, b"content-encoding": b"deflate, gzip"}, zlib.compress(b"{}")),
    b"POST /?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-SignedHeaders=d"
    b"&X-Amz-Date=20261123T183000Z&X-Amz-Expires=9 HTTP/1.1\r\nHost: x\r\n"
    b"Content-Length: 2\r\n\r\n{}",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b\r\n\r\n",
    whole(FORM.headers, FORM.body),
    b"GET /?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=a HTTP/1.1\r\n"
    b"Host: x\r\nSec-Fetch-Site: none\r\n\r\n",
    b"OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: a\r\nAccess-Control-Request-Headers: b\r\n\r\n",
    b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
    b"GET / HTTP/1.1\r\nHost: x\r\n"
    b"Connection: Upgrade\r\nUpgrade: h2c\r\nAccept-Encoding: *;q=0.1\r\n\r\n",
]
PIECES = st.sampled_from(SEEDS) | st.binary(max_size=64)


@st.composite
def mutated(draw: st.DrawFn) -> list[bytes]:
    """Requests and random bytes, partly changed, and divided into reads at any place."""
    sent = bytearray(b"".join(draw(st.lists(PIECES, min_size=1, max_size=4))))
    for _ in range(draw(st.integers(0, 4))):
        if sent:
            at = draw(st.integers(0, len(sent) - 1))
            sent[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    cuts = sorted(draw(st.sets(st.integers(0, len(sent)), max_size=4)) | {0, len(sent)})
    return [bytes(sent[at:until]) for at, until in pairwise(cuts)]


def fed(*pieces: bytes) -> Connection:
    """Returns a connection that has answered what it could."""

    async def feed() -> Connection:
        connection = Connection(RESPOND)
        for piece in pieces:
            connection.feed(piece)
            while connection.protocol.waits:
                await asyncio.sleep(0)
                connection.take_turns()
        return connection

    with little_work():
        return asyncio.run(feed())


@settings(max_examples=400)
@given(mutated())
def test_answers_are_well_formed(pieces: list[bytes]) -> None:
    connection = fed(*pieces)
    statuses = connection.statuses
    refused = "write_eof" in connection.transport.calls
    assert len([each for each in statuses if each != 100]) == len(connection.requests) + refused
    connection.expire(1000.0)
    connection.expire(2000.0)
    assert {"close", "abort"} & set(connection.transport.calls)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([b"authorization", b"x-amz-date", b"content-encoding"]),
                       st.text("AWS4-HMCSHA256=,/ ;%Credentialgu0123TZ+x", max_size=60)
                       .map(str.encode)))  # fmt: skip
def test_any_authorization_is_answered(headers: dict[bytes, bytes]) -> None:
    connection = fed(whole({**HONEST.headers, **headers}, b"{}"))
    assert [request.body for request in connection.requests] == [b"{}"]
    assert connection.statuses in ([200], [400], [500])


def test_the_requests_of_these_tests_are_answered() -> None:
    assert fed(SEEDS[0]).statuses == [200]
    assert b"InvalidSignatureException" in fed(SEEDS[1]).written  # that of the plain body
    answered = fed(whole(FORM.headers, FORM.body))
    assert answered.statuses == [200]
    assert b"<GetCallerIdentityResult>" in answered.written


@settings(max_examples=200)
@given(st.binary() | st.text('{}[]":,\\ atrue0', max_size=80).map(str.encode))
def test_bodies_are_decoded_or_rejected(body: bytes) -> None:
    try:
        assert isinstance(decode(body), dict)
    except Reject as reject:
        assert reject.error.code == "SerializationException"  # noqa: PT017


@settings(max_examples=400)
@given(
    st.lists(
        st.binary(max_size=8)
        | st.sampled_from(
            [b"&", b"=", b".", b"%", b"+", b"Tags", b"member", b"1", b"Key", b"Value"]
        )
        | st.sampled_from([b"Action=CreateRole", b"Tags.member.", b"MaxSessionDuration", b"%41"])
    ).map(b"".join)
)
def test_forms_are_decoded_or_rejected(body: bytes) -> None:
    try:
        found = parameters(body)
        assert isinstance(read_members(found, CREATE_ROLE.members, NAMING), dict)
    except Reject as reject:
        assert reject.error.code == "SerializationException"  # noqa: PT017
