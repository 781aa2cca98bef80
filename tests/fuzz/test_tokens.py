"""Tokens that clients hand back, made by hand: extreme numbers, times and keys in each.

The storage is the one that stores numbers of 64 bits, SQLite. A token is answered or refused. It
never causes an InternalServerError.
"""

import asyncio
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from jedlik.apis.dynamodb_streams.shard_iterator import ShardIterator, iterator_to_text
from jedlik.core.errors import Reject
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import START_MS, Caller
from tests.fuzz.test_api import ITEM, ON, SHARD_ID, STREAM_ARN, STREAMED

NUMBERS = (0, 1, 2**31, 2**53, 2**62, 2**63 - 1, 2**63, 2**64 - 1)
BEYOND = (*NUMBERS, -1, 2**64, 10**40, 1e300)
TEXTS = ("", "\x00", "\uffff", "9" * 40, "z" * 255, "shardId-" + "9" * 57)
DIGEST = "the digest of a token that the server made"
STATEMENT = {"Statement": "SELECT * FROM music WHERE pk IN ['a', 'b', 'c']"}


def iterators() -> Iterator[dict[str, Any]]:
    for number in NUMBERS:
        for fields in ((1, 0, number), (1, number, START_MS), (number, 0, START_MS)):
            table_id, position, issued_ms = fields
            made = ShardIterator(STREAM_ARN, table_id, SHARD_ID, position, issued_ms)
            yield {"ShardIterator": iterator_to_text(made)}
    for text in TEXTS:
        yield {"ShardIterator": iterator_to_text(ShardIterator(STREAM_ARN, 1, text, 0, START_MS))}


def shard_positions() -> Iterator[dict[str, Any]]:
    of = {"StreamArn": STREAM_ARN, "ShardId": SHARD_ID}
    for number in BEYOND:
        yield {**of, "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": float(number)}
    for digits in (10**20, 10**20 + 2**63 - 1, 10**20 + 2**63, 10**39, 10**40 - 1):
        for kind in ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"):
            yield {**of, "ShardIteratorType": kind, "SequenceNumber": str(digits)}


def next_tokens() -> Iterator[dict[str, Any]]:
    numbers: tuple[object, ...] = (*BEYOND, True, None, "1", [])
    entries: tuple[list[object], ...] = (
        [],
        ["", ""],
        ["ff" * 900, "00"],
        ["61"],
        ["zz", "00"],
        [1, 2],
    )
    others: tuple[object, ...] = (5, {}, "ab", [], None)
    for number in numbers:
        for entry in entries:
            yield {**STATEMENT, "NextToken": [DIGEST, number, *entry]}
    for other in others:
        yield {**STATEMENT, "NextToken": other}


def names() -> Iterator[tuple[str, dict[str, Any]]]:
    for text in TEXTS:
        yield "ListTables", {"ExclusiveStartTableName": text}
        yield "ListStreams", {"ExclusiveStartStreamArn": f"{STREAM_ARN}{text}"}
        yield "DescribeStream", {"StreamArn": STREAM_ARN, "ExclusiveStartShardId": text}
        yield (
            "TransactWriteItems",
            {
                "TransactItems": [{"Put": {**ON, "Item": ITEM}}],
                "ClientRequestToken": text,
            },
        )
        yield "Scan", {**ON, "ExclusiveStartKey": {"pk": {"S": text}}}


REQUESTS = [
    *(("GetRecords", members) for members in iterators()),
    *(("GetShardIterator", members) for members in shard_positions()),
    *(("ExecuteStatement", members) for members in next_tokens()),
    *names(),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def encoded(caller: Caller, token: object) -> str:
    """Returns a NextToken with the digest of one that the server made."""
    if isinstance(token, list) and token and token[0] == DIGEST:
        made = await caller.calls("ExecuteStatement", **STATEMENT, Limit=1)
        token = [orjson.loads(urlsafe_b64decode(made["NextToken"]))[0], *token[1:]]
    # The parser of the server reads integers of any size.
    return urlsafe_b64encode(json.dumps(token).encode()).decode()


def test_no_token_breaks_the_server(folder: Path) -> None:
    async def run() -> dict[str, int]:
        caller = Caller(storage=open_folder(folder, server="tokens"))
        await caller.calls("CreateTable", **STREAMED)
        await caller.calls("PutItem", **ON, Item=ITEM)
        outcomes: dict[str, int] = {}
        for name, members in REQUESTS:
            if "NextToken" in members:
                members["NextToken"] = await encoded(caller, members["NextToken"])
            try:
                await caller.calls(name, **members)
                outcome = "answered"
            except Reject as reject:
                outcome = reject.error.code
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        await caller.storage.close()
        return outcomes

    outcomes = asyncio.run(run())
    assert outcomes.pop("answered") > 10
    assert outcomes.pop("ValidationException") > 10
    assert set(outcomes) <= {
        "ExpiredIteratorException",
        "ResourceNotFoundException",
        "TrimmedDataAccessException",
    }
