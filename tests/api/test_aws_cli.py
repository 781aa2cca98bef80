"""The AWS CLI, used as its user guide shows: a table of music, from creation to deletion."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.api.clients import REGION, unique
from tests.app.server import environment

ROOT = Path(__file__).parents[2]
AWS = Path(sys.executable).with_name("aws")

pytestmark = pytest.mark.skipif(not AWS.exists(), reason=f"the AWS CLI is not at {AWS}")


class Result(NamedTuple):
    """What a command did."""

    status: int
    output: str
    errors: str

    @property
    def answer(self) -> Any:
        """The output of a command that must succeed."""
        assert self.status == 0, self.errors
        return json.loads(self.output) if self.output.strip() else None


def run(
    endpoint: str,
    keys: tuple[str, str] | None,
    *commands: tuple[str, ...],
    service: str = "dynamodb",
) -> list[Result]:
    """Runs `aws dynamodb` with these arguments, one command after the other.

    service: replaces `dynamodb`. If it is empty, each command begins with its service.
    """
    pair = {} if keys is None else {"AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1]}
    region = {"AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "", "AWS_ENDPOINT_URL": endpoint}
    named = (service,) if service else ()
    whole = [[*named, *command, "--output", "json"] for command in commands]
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.aws_commands", json.dumps(whole)],
        cwd=ROOT,
        env=environment({**pair, **region}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [Result(*each) for each in json.loads(done.stdout)]


def test_bollywood_music(endpoint: str, keys: tuple[str, str] | None) -> None:
    name = unique("BollywoodMusic")
    table = ("--table-name", name)
    key = '{"Artist": {"S": "A. R. Rahman"}, "SongTitle": {"S": "Chaiyya Chaiyya"}}'
    item = {**json.loads(key), "Awards": {"N": "2"}}
    update = (
        *("update-item", *table, "--key", key, "--update-expression", "SET Awards = :new"),
        *("--condition-expression", "Awards = :old"),
        *("--expression-attribute-values", '{":new": {"N": "3"}, ":old": {"N": "2"}}'),
        *("--return-values", "UPDATED_NEW"),
    )
    created, waited, put, got, found, scanned, updated, refused, deleted = run(
        endpoint,
        keys,
        (
            *("create-table", *table, "--billing-mode", "PAY_PER_REQUEST"),
            "--attribute-definitions",
            *("AttributeName=Artist,AttributeType=S", "AttributeName=SongTitle,AttributeType=S"),
            "--key-schema",
            *("AttributeName=Artist,KeyType=HASH", "AttributeName=SongTitle,KeyType=RANGE"),
        ),
        ("wait", "table-exists", *table),
        ("put-item", *table, "--item", json.dumps(item)),
        ("get-item", *table, "--key", key, "--consistent-read"),
        (
            *("query", *table, "--key-condition-expression", "Artist = :a"),
            *("--expression-attribute-values", '{":a": {"S": "A. R. Rahman"}}'),
        ),
        ("scan", *table),
        update,
        update,
        ("delete-table", *table),
    )
    assert created.answer["TableDescription"]["TableName"] == name
    assert waited.answer is None
    assert put.answer is None
    assert got.answer == {"Item": item}
    answer = found.answer
    assert (answer["Items"], answer["Count"], answer["ScannedCount"]) == ([item], 1, 1)
    assert scanned.answer["Items"] == [item]
    assert updated.answer == {"Attributes": {"Awards": {"N": "3"}}}
    assert refused.status != 0
    assert "(ConditionalCheckFailedException)" in refused.errors
    assert "The conditional request failed" in refused.errors
    assert deleted.answer["TableDescription"]["TableName"] == name
