"""The AWS CLI, used as its user guide shows: a table of music, from creation to deletion."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import REGION, unique
from tests.app.server import environment

AWS = Path(sys.executable).with_name("aws")

pytestmark = pytest.mark.skipif(not AWS.exists(), reason=f"the AWS CLI is not at {AWS}")


class Cli:
    """Runs `aws dynamodb` against an endpoint."""

    def __init__(self, endpoint: str, keys: tuple[str, str] | None) -> None:
        pair = (
            {} if keys is None else {"AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1]}
        )
        region = {"AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "", "AWS_ENDPOINT_URL": endpoint}
        self._environment = environment({**pair, **region})

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs one command and waits for its end."""
        return subprocess.run(
            [sys.executable, str(AWS), "dynamodb", *arguments, "--output", "json"],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def answer(self, *arguments: str) -> Any:
        """Returns the output of a command that must succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None


def test_bollywood_music(endpoint: str, keys: tuple[str, str] | None) -> None:
    aws, table = Cli(endpoint, keys), unique("BollywoodMusic")
    key = '{"Artist": {"S": "A. R. Rahman"}, "SongTitle": {"S": "Chaiyya Chaiyya"}}'
    created = aws.answer(
        *("create-table", "--table-name", table, "--billing-mode", "PAY_PER_REQUEST"),
        "--attribute-definitions",
        *("AttributeName=Artist,AttributeType=S", "AttributeName=SongTitle,AttributeType=S"),
        "--key-schema",
        *("AttributeName=Artist,KeyType=HASH", "AttributeName=SongTitle,KeyType=RANGE"),
    )
    assert created["TableDescription"]["TableName"] == table
    aws.answer("wait", "table-exists", "--table-name", table)
    item = {**json.loads(key), "Awards": {"N": "2"}}
    aws.answer("put-item", "--table-name", table, "--item", json.dumps(item))
    got = aws.answer("get-item", "--table-name", table, "--key", key, "--consistent-read")
    assert got == {"Item": item}
    found = aws.answer(
        *("query", "--table-name", table, "--key-condition-expression", "Artist = :a"),
        *("--expression-attribute-values", '{":a": {"S": "A. R. Rahman"}}'),
    )
    assert (found["Items"], found["Count"], found["ScannedCount"]) == ([item], 1, 1)
    assert aws.answer("scan", "--table-name", table)["Items"] == [item]
    update = (
        *("update-item", "--table-name", table, "--key", key),
        *("--update-expression", "SET Awards = :new"),
        *("--condition-expression", "Awards = :old"),
        *("--expression-attribute-values", '{":new": {"N": "3"}, ":old": {"N": "2"}}'),
        *("--return-values", "UPDATED_NEW"),
    )
    assert aws.answer(*update) == {"Attributes": {"Awards": {"N": "3"}}}
    refused = aws.run(*update)
    assert refused.returncode != 0
    assert "(ConditionalCheckFailedException)" in refused.stderr
    assert "The conditional request failed" in refused.stderr
    deleted = aws.answer("delete-table", "--table-name", table)
    assert deleted["TableDescription"]["TableName"] == table
