"""Calls of a command to a server: signed requests, refusals, and servers that do not answer."""

from pathlib import Path

import pytest

from jedlik.app.client import CallError, Endpoint, call_iam, texts
from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials
from tests.app.server import serving

ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": "AKIAROOT", "JEDLIK_ROOT_SECRET_ACCESS_KEY": "secret/+"}


def endpoint(url: str, secret: str = "secret/+") -> Endpoint:
    return Endpoint(url, Credentials("AKIAROOT", secret), "us-east-1")


def test_a_signed_call_its_answer_and_its_refusals(tmp_path: Path) -> None:
    with serving("--auth", "enforce", "--data", str(tmp_path / "data"), extra=ROOT) as server:
        answer = call_iam(endpoint(server.url), "CreateUser", UserName="Anna", Path="/a&b/")
        assert texts(answer, "Arn") == ["arn:aws:iam::000000000000:user/a&b/Anna"]
        with pytest.raises(
            CallError, match="CreateUser was refused: User with name Anna"
        ) as refused:
            call_iam(endpoint(server.url), "CreateUser", UserName="Anna")
        assert refused.value.code == "EntityAlreadyExists"
        with pytest.raises(CallError) as refused:
            call_iam(endpoint(server.url, "wrong"), "ListUsers")
        assert refused.value.code == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://127.0.0.1:1", "no answer from http://127.0.0.1:1: .*Is the server running?"),
        ("ftp://127.0.0.1", "no URL of a server"),
        ("localhost:8000", "no URL of a server"),
    ],
)
def test_no_server(url: str, text: str) -> None:
    with pytest.raises(SettingsError, match=text):
        call_iam(endpoint(url), "ListUsers")
