"""AWS's published test suite of Signature V4: requests and the signatures they must have."""

import pytest

from jedlik.core.sigv4.authorization import read_claim
from jedlik.core.sigv4.canonical import canonical_request
from jedlik.core.sigv4.verify import verify_signature
from tests.core.sigv4.requests import SECRET, Request

DATED = {b"host": b"example.amazonaws.com", b"x-amz-date": b"20150830T123600Z"}
EMPTY_SHA256 = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

# name, method, target, additional headers, names of all signed headers, signature
SUITE = [
    ("get-vanilla", b"GET", b"/", {}, b"host;x-amz-date",
     b"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ("post-vanilla", b"POST", b"/", {}, b"host;x-amz-date",
     b"5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ("get-vanilla-query-order-key-case", b"GET", b"/?Param2=value2&Param1=value1", {},
     b"host;x-amz-date", b"b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    ("get-vanilla-utf8-query", b"GET", b"/?%E1%88%B4=bar", {}, b"host;x-amz-date",
     b"2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
    ("get-header-key-duplicate", b"GET", b"/", {b"my-header1": b"value2,value2,value1"},
     b"host;my-header1;x-amz-date",
     b"c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
    ("get-header-value-trim", b"GET", b"/",
     {b"my-header1": b" value1", b"my-header2": b' "a   b   c"'},
     b"host;my-header1;my-header2;x-amz-date",
     b"acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
    ("get-slash-dot-slash", b"GET", b"/./", {}, b"host;x-amz-date",
     b"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ("get-relative-relative", b"GET", b"/example1/example2/../..", {}, b"host;x-amz-date",
     b"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ("get-slashes", b"GET", b"//example//", {}, b"host;x-amz-date",
     b"9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
]  # fmt: skip


def authorized(
    method: bytes, target: bytes, headers: dict[bytes, bytes], names: bytes, signature: bytes
) -> Request:
    header = (
        b"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        b"SignedHeaders=%b, Signature=%b" % (names, signature)
    )
    return Request(method, target, {**DATED, **headers, b"authorization": header}, b"")


@pytest.mark.parametrize(
    ("method", "target", "headers", "names", "signature"),
    [case[1:] for case in SUITE],
    ids=[case[0] for case in SUITE],
)
def test_suite(
    method: bytes, target: bytes, headers: dict[bytes, bytes], names: bytes, signature: bytes
) -> None:
    request = authorized(method, target, headers, names, signature)
    verify_signature(request, read_claim(request), SECRET)


def test_canonical_request_is_the_published_text() -> None:
    request = authorized(b"GET", b"/", {}, b"host;x-amz-date", b"0" * 64)
    assert canonical_request(request, read_claim(request)) == (
        b"GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
        b"host;x-amz-date\n" + EMPTY_SHA256
    )


@pytest.mark.parametrize(
    ("target", "place"),
    [
        (b"/a%20b", b"/a%2520b\n"),
        (b"/a/../../b/./c", b"/b/c\n"),
        (b"/a/", b"/a/\n"),
        (b"/~a-_.", b"/~a-_.\n"),
        (b"/?b=2&a=%7e&a=&c", b"/\na=&a=~&b=2&c="),
        (b"/?a=1&X-Amz-Signature=00&b", b"/\na=1&b="),
        (b"/?&&", b"/\n"),
    ],
)
def test_path_and_query(target: bytes, place: bytes) -> None:
    request = authorized(b"POST", target, {}, b"host", b"0" * 64)
    canonical = canonical_request(request, read_claim(request))
    assert canonical.startswith(b"POST\n" + place + b"\n")


def test_signed_header_not_sent_counts_as_empty() -> None:
    request = authorized(b"POST", b"/", {}, b"absent;host", b"0" * 64)
    canonical = canonical_request(request, read_claim(request))
    assert canonical.split(b"\n")[3:5] == [b"absent:", b"host:example.amazonaws.com"]


def test_percent_signs_in_header_names_are_only_characters() -> None:
    request = authorized(b"POST", b"/", {b"a%b": b"1"}, b"a%b;host", b"0" * 64)
    canonical = canonical_request(request, read_claim(request))
    assert canonical.split(b"\n")[3] == b"a%b:1"
    assert canonical.split(b"\n")[-2] == b"a%b;host"


def test_a_name_signed_twice_with_spaces_in_its_value() -> None:
    names = b"host;my-header1;my-header1;x-amz-date"
    blanks = authorized(b"GET", b"/", {b"my-header1": b"a   b"}, names, b"0" * 64)
    single = authorized(b"GET", b"/", {b"my-header1": b"a b"}, names, b"0" * 64)
    texts = [canonical_request(request, read_claim(request)) for request in (blanks, single)]
    assert texts[0] == texts[1]
