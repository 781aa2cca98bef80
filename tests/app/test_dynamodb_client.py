"""Calls with retries: what is tried again, what is not, and how long that takes."""

from typing import Any

import pytest

from jedlik.app.dynamodb_client import (
    ATTEMPTS,
    Client,
    RefusedError,
    Target,
    UnreachableError,
    pause_s,
)
from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials
from tests.app.scripted_server import Answer, refused, scripted


def target(url: str) -> Target:
    return Target(url, "us-east-1", lambda: Credentials("jedlik", "jedlik"))


@pytest.mark.parametrize(
    "failure",
    [
        refused("ProvisionedThroughputExceededException", "slow"),
        refused("ThrottlingException", "slow"),
        refused("InternalServerError", "broken", 500),
        Answer(503, b"<html>"),
        Answer(200, {"Item": {}}, checksum=1),
        Answer(200, b"[]"),
        Answer(200, None),
    ],
)
def test_what_may_succeed_later_is_tried_again(failure: Answer) -> None:
    answers = [failure, failure, Answer(200, {"Count": 3})]
    pauses: list[float] = []
    with (
        scripted(lambda *_: answers.pop(0)) as url,
        Client(target(url), pauses.append) as client,
    ):
        assert client.call("Scan", b"{}") == {"Count": 3}
    assert len(pauses) == 2


def test_a_refusal_is_not_tried_again() -> None:
    seen: list[tuple[str, dict[str, Any]]] = []

    def answer(operation: str, members: dict[str, Any]) -> Answer:
        seen.append((operation, members))
        return refused("ResourceNotFoundException", "Requested resource not found")

    with (
        scripted(answer) as url,
        Client(target(url)) as client,
        pytest.raises(RefusedError, match="not found") as raised,
    ):
        client.call("Scan", b'{"TableName":"a"}')
    assert raised.value.code == "ResourceNotFoundException"
    assert seen == [("Scan", {"TableName": "a"})]


def test_it_gives_up() -> None:
    pauses: list[float] = []
    with (
        scripted(lambda *_: refused("ThrottlingException", "slow")) as url,
        Client(target(url), pauses.append) as client,
        pytest.raises(RefusedError, match="slow"),
    ):
        client.call("Scan", b"{}")
    assert len(pauses) == ATTEMPTS - 1
    assert 20 < sum(pauses) < 120


def test_nobody_listens() -> None:
    client = Client(target("http://127.0.0.1:1"), lambda _: None)
    with pytest.raises(UnreachableError, match=r"no answer from http://127.0.0.1:1: .*refused"):
        client.call("Scan", b"{}", attempts=2)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://host", "http://"])
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(SettingsError, match="is no URL of a server"):
        Client(target(url))


def test_pauses_grow_to_a_limit() -> None:
    assert 0.05 <= pause_s(1) <= 0.1
    assert 10 <= pause_s(30) <= 20
