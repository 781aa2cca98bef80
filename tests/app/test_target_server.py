"""Which server a command calls, its Region, and with which credentials."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from jedlik.app.credentials import root_key_pair
from jedlik.app.dynamodb_client import Target
from jedlik.app.table_commands import add_dump_arguments
from jedlik.app.target_server import target_of

PAIR = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret"}


def found(environment: dict[str, str], *arguments: str) -> Target:
    parser = ArgumentParser()
    add_dump_arguments(parser)
    return target_of(parser.parse_args(["music", *arguments]), environment)


def test_the_local_server(tmp_path: Path) -> None:
    target = found({}, "--data", str(tmp_path))
    assert (target.url, target.region) == ("http://127.0.0.1:8000", "us-east-1")
    assert target.credentials()[:2] == ("jedlik", "jedlik")
    assert list(tmp_path.iterdir()) == []  # looking makes no key pair
    pair = root_key_pair({}, tmp_path, None)
    target = found({"AWS_REGION": "eu-west-1", **PAIR}, "--data", str(tmp_path), "--port", "8123")
    assert (target.url, target.region) == ("http://127.0.0.1:8123", "eu-west-1")
    assert target.credentials()[:2] == pair  # the credentials of AWS are for other servers
    given = {"JEDLIK_ROOT_ACCESS_KEY_ID": "AKIAROOT", "JEDLIK_ROOT_SECRET_ACCESS_KEY": "x"}
    assert found(given, "--data", str(tmp_path)).credentials()[:2] == ("AKIAROOT", "x")
    assert found({"JEDLIK_TLS": "1"}, "--data", str(tmp_path)).url == "https://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("url", "flags", "region"),
    [
        ("https://dynamodb.eu-west-1.amazonaws.com", (), "eu-west-1"),
        ("https://dynamodb.eu-west-1.amazonaws.com/", ("--region", "eu-west-2"), "eu-west-2"),
        ("https://123456789012.ddb.eu-west-1.amazonaws.com", (), "eu-west-3"),
        ("https://dynamodb.cn-north-1.amazonaws.com.cn", (), "cn-north-1"),
        ("http://dynamodb.example", (), "eu-west-3"),
    ],
)
def test_another_server(url: str, flags: tuple[str, ...], region: str) -> None:
    target = found({**PAIR, "AWS_DEFAULT_REGION": "eu-west-3"}, "--endpoint", url, *flags)
    assert (target.url, target.region) == (url.rstrip("/"), region)
    assert target.credentials()[:2] == ("AKIA", "secret")


def test_without_any_region() -> None:
    assert found(PAIR, "--endpoint", "http://127.0.0.1:9").region == "us-east-1"
