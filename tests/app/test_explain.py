"""`jedlik explain`, on a server that enforces policies."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.server import Server, run, serving

READ_ONLY = "AmazonDynamoDBReadOnlyAccess"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explain") / "data"


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    with serving("--auth", "enforce", "--data", str(data)) as started:
        made = run(
            *("user", "create", "Anna", "--policy", READ_ONLY, "--data", str(data)),
            *("--port", str(started.port)),
        )
        assert made.returncode == 0
        yield started


def explain(server: Server, data: Path, *arguments: str) -> Any:
    return run("explain", *arguments, "--data", str(data), "--port", str(server.port))


def test_the_exit_status_is_the_decision(server: Server, data: Path) -> None:
    done = explain(server, data, "user/Anna", "GetItem", "Music")
    assert (done.returncode, done.stderr) == (0, "")
    assert "is allowed." in done.stdout
    assert f"of the managed policy {READ_ONLY} of user Anna allows dynamodb:GetItem" in done.stdout
    done = explain(server, data, "user/Anna", "dynamodb:PutItem", "Music")
    assert (done.returncode, done.stderr) == (1, "")
    assert "No identity-based policy of user Anna" in done.stdout
    assert "because no identity-based policy allows the dynamodb:PutItem action" in done.stdout


def test_the_text_of_a_refusal(server: Server, data: Path) -> None:
    refusal = (
        explain(server, data, "user/Anna", "PutItem", "Music").stdout.rstrip().splitlines()[-1]
    )
    done = explain(server, data, "--message", refusal, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["Decision"], answer["Message"]) == ("implicitDeny", refusal.strip())


def test_values_of_condition_keys(server: Server, data: Path, tmp_path: Path) -> None:
    condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a", "b"]}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    policy = tmp_path / "own.json"
    policy.write_text(json.dumps({"Version": "2012-10-17", "Statement": statement}))
    where = ("--data", str(data), "--port", str(server.port))
    assert run("user", "create", "Bob", "--policy", str(policy), *where).returncode == 0
    asked = ("user/Bob", "GetItem", "Music")
    keys = ("--context", "dynamodb:LeadingKeys=a", "--context", "dynamodb:LeadingKeys=")
    done = explain(server, data, *asked)
    assert done.returncode == 0
    assert "  - dynamodb:leadingkeys" in done.stdout
    assert explain(server, data, *asked, *keys[:3], "dynamodb:LeadingKeys=b").returncode == 0
    assert explain(server, data, *asked, *keys[:3], "dynamodb:LeadingKeys=c").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("user/Anna", "GetItem"), "needs PRINCIPAL ACTION RESOURCE, or --message"),
        (("user/Anna", "--message", "User: "), "--message names the principal"),
        (("root", "GetItem", "T", "--context", "novalue"), "--context needs KEY=VALUE: novalue"),
        (("user/Nobody", "GetItem", "T"), "The user with name Nobody cannot be found."),
        (("--message", "hello"), "Message is no refusal"),
    ],
)
def test_questions_without_an_answer(
    server: Server, data: Path, arguments: tuple[str, ...], text: str
) -> None:
    done = explain(server, data, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert text in done.stderr
