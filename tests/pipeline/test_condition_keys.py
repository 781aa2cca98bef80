"""The condition keys that every service has."""

import pytest

from jedlik.apis.condition_keys import ConditionKeys
from jedlik.core.iam.request import Caller as IamCaller
from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from jedlik.pipeline.condition_keys import RequestKeys, is_constant
from jedlik.pipeline.exchange import Exchange
from jedlik.wire.http.message import HttpRequest
from tests.engine.in_memory import ACCOUNT, REGION, Caller

ARN = f"arn:aws:iam::{ACCOUNT}:user/Anna"
HEADERS = {b"user-agent": b"aws-cli/2", b"x-forwarded-for": b"10.1.1.1"}
ANNA = Principal(IamCaller(CallerKind.USER, ACCOUNT, ARN), "AIDA1", {"aws:username": ("Anna",)})


class Own(ConditionKeys):
    """The keys of an API."""

    def get(self, key: str) -> tuple[str, ...] | None:
        return ("own",) if key == "dynamodb:select" else None


def keys(peer: str = "203.0.113.7:40123", *, is_tls: bool = False) -> RequestKeys:
    exchange = Exchange(None)
    exchange.http = HttpRequest(b"POST", b"/", HEADERS, b"", peer, b"")
    exchange.context = Context(Caller().node, REGION, ANNA)
    return RequestKeys(exchange, "210987654321", Own(), is_tls=is_tls)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:username", "Anna"),
        ("aws:principalarn", ARN),
        ("aws:principalaccount", ACCOUNT),
        ("aws:principaltype", "User"),
        ("aws:userid", "AIDA1"),
        ("aws:resourceaccount", "210987654321"),
        ("aws:requestedregion", REGION),
        ("aws:currenttime", "2026-10-08T22:53:20Z"),
        ("aws:epochtime", "1791500000"),
        ("aws:sourceip", "203.0.113.7"),
        ("aws:useragent", "aws-cli/2"),
        ("aws:securetransport", "false"),
        ("aws:viaawsservice", "false"),
        ("dynamodb:select", "own"),
        ("aws:referer", None),
        ("aws:sourcevpc", None),
    ],
)
def test_the_value_of_a_key(key: str, value: str | None) -> None:
    assert keys().get(key) == (None if value is None else (value,))


def test_the_address_of_a_client() -> None:
    assert keys("[2001:db8::7]:40123").get("aws:sourceip") == ("2001:db8::7",)
    assert keys("").get("aws:sourceip") is None


def test_tls() -> None:
    assert keys(is_tls=True).get("aws:securetransport") == ("true",)


def test_which_keys_never_change_for_an_identity_and_a_resource() -> None:
    constant = ["aws:username", "aws:principalarn", "aws:principaltag/team", "aws:resourcetag/a"]
    assert all(is_constant(key, ANNA.keys) for key in constant)
    changing = ["aws:currenttime", "aws:sourceip", "aws:useragent", "dynamodb:leadingkeys"]
    assert not any(is_constant(key, ANNA.keys) for key in changing)
