"""`jedlik user`: users for people without the AWS CLI, on a server that enforces policies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import client
from tests.app.server import Server, run, serving

POLICY = """{
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Action": "dynamodb:CreateTable", "Resource": "*"}
}"""


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


@pytest.fixture
def server(data: str) -> Iterator[Server]:
    with serving("--auth", "enforce", "--data", data) as started:
        yield started


def user(server: Server, data: str, *arguments: str) -> Any:
    return run("user", *arguments, "--data", data, "--port", str(server.port))


def keys(output: str) -> tuple[str, str]:
    found = dict(re.findall(r"^export (\w+)='?([^'\n]+)'?$", output, re.MULTILINE))
    return found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]


def test_a_user_may_do_what_its_policies_allow(server: Server, data: str, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(POLICY)
    policies = ("--policy", "AmazonDynamoDBReadOnlyAccess", "--policy", str(own))
    done = user(server, data, "create", "Anna", *policies)
    assert (done.returncode, done.stderr) == (0, "")
    with client(server.url, keys=keys(done.stdout)) as anna:
        anna.create_table(
            TableName="music",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        assert anna.scan(TableName="music")["Items"] == []
        with pytest.raises(anna.exceptions.ClientError, match="not authorized to perform"):
            anna.put_item(TableName="music", Item={"pk": {"S": "a"}})


def test_the_first_start_says_how_to_make_a_user(tmp_path: Path) -> None:
    folder = str(tmp_path / "new data")
    with serving("--auth", "enforce", "--data", folder) as server:
        assert server.process.stdout is not None
        assert "/console/" in server.process.stdout.readline()
        line = server.process.stdout.readline()
    flags = f"--data '{folder}' --port {server.port}"
    assert f"jedlik local-credentials --auth enforce {flags}" in line
    assert f"jedlik user create NAME --policy AmazonDynamoDBFullAccess {flags}" in line


def test_a_list_and_a_deletion(server: Server, data: str) -> None:
    for name in ("Anna", "Bob"):
        user(server, data, "create", name, "--policy", "AdministratorAccess")
    arn = "arn:aws:iam::000000000000:user/"
    listed = user(server, data, "list")
    assert listed.stdout == f"Anna  {arn}Anna\nBob  {arn}Bob\n"
    assert user(server, data, "delete", "Anna").stdout == "deleted user Anna\n"
    assert user(server, data, "list").stdout == f"Bob  {arn}Bob\n"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("create",), "jedlik user create needs the NAME of a user"),
        (("delete", "Nobody"), "The user with name Nobody cannot be found."),
        (("create", "Anna", "--policy", "absent.json"), "cannot read the policy absent.json"),
    ],
)
def test_mistakes(server: Server, data: str, arguments: tuple[str, ...], text: str) -> None:
    done = user(server, data, *arguments)
    assert done.returncode == 2
    assert text in done.stderr
    assert user(server, data, "list").stdout == ""


def test_a_folder_without_a_key_pair(server: Server, tmp_path: Path) -> None:
    """A wrong --data makes nothing, and the refusal says where to look."""
    done = user(server, str(tmp_path / "other"), "list")
    assert done.returncode == 2
    assert "They are the root key pair of --data" in done.stderr
    assert not (tmp_path / "other").exists()


def test_another_server_needs_credentials() -> None:
    done = run("user", "list", "--url", "http://127.0.0.1:1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--url needs AWS_ACCESS_KEY_ID" in done.stderr
