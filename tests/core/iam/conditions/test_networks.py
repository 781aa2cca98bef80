"""Addresses and ranges. More rows are in `cases`."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.iam.conditions.networks import NETWORK_OPERATORS
from tests.core.iam.requests import request

IN, NOT_IN = NETWORK_OPERATORS


@given(
    address=st.ip_addresses(v=4).map(lambda found: (found, 32))
    | st.ip_addresses(v=6).map(lambda found: (found, 128)),
    prefix=st.integers(0, 128),
    flipped=st.integers(0, 127),
)
def test_a_range_has_the_addresses_that_begin_alike(
    address: tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int], prefix: int, flipped: int
) -> None:
    found, bits = address
    prefix, flipped = min(prefix, bits), min(flipped, bits - 1)
    other = ipaddress.ip_address(
        (int(found) ^ (1 << (bits - 1 - flipped))).to_bytes(bits // 8, "big")
    )
    test = IN.compile(f"{found}/{prefix}", True)
    assert test.matches(str(found), request())
    assert test.matches(str(other), request()) is (flipped >= prefix)


@pytest.mark.parametrize(
    "text",
    [
        *("", "/", "/8", "10.0.0.1/", "10.0.0.1/x", "10.0.0.1/255.0.0.0", "10.0.0.1/33", "10.0.0"),
        *("10.0.0.1/8/8", "fe80::1%eth0", "::1/129", "1" * 100, "10.0.0.1/\u0661"),
    ],
)
def test_what_is_no_range_matches_nothing(text: str) -> None:
    for value in ("10.0.0.1", "::1", "fe80::1", text):
        assert not IN.compile(text, True).matches(value, request())


def test_the_negation() -> None:
    assert NOT_IN.is_negated
    assert NOT_IN.compile("10.0.0.0/8", True).matches("10.1.2.3", request())
