"""`jedlik dump` and `jedlik load` between real servers, through real pipes."""

import gzip
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.api.clients import client, create
from tests.app.server import COMMAND, Server, environment, run, serving
from tests.waiting import wait_until

ITEMS = 300


def item(number: int) -> dict[str, Any]:
    return {
        "pk": {"S": f"{number:05}"},
        "g": {"S": str(number % 7)},
        "n": {"N": "1.5"},
        "b": {"B": b"\x00\xff"},
        "m": {"M": {"l": {"L": [{"NULL": True}, {"BOOL": False}, {"SS": ["a", "b"]}]}}},
        "text": {"S": "ü" * 100},
    }


def fill(dynamodb: Any, name: str, count: int = ITEMS) -> None:
    for first in range(0, count, 25):
        puts = [
            {"PutRequest": {"Item": item(each)}} for each in range(first, min(first + 25, count))
        ]
        dynamodb.batch_write_item(RequestItems={name: puts})


def items(dynamodb: Any, name: str, **index: str) -> list[Any]:
    pages = dynamodb.get_paginator("scan").paginate(TableName=name, **index)
    return sorted(
        (each for page in pages for each in page["Items"]), key=lambda each: each["pk"]["S"]
    )


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("transfers")
    with serving("--data", str(folder / "data")) as server:
        with client(server.url) as dynamodb:
            dynamodb.create_table(
                TableName="music",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                AttributeDefinitions=[
                    {"AttributeName": each, "AttributeType": "S"} for each in ("pk", "g")
                ],
                BillingMode="PAY_PER_REQUEST",
                GlobalSecondaryIndexes=[
                    {
                        "IndexName": "by_g",
                        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "ALL"},
                    }
                ],
            )
            fill(dynamodb, "music")
        yield server


def local(server: Server) -> tuple[str, ...]:
    return ("--port", str(server.port), "--data", "/nonexistent")


def test_from_one_server_to_another(server: Server, tmp_path: Path) -> None:
    root = {"JEDLIK_ROOT_ACCESS_KEY_ID": "AKIAROOT", "JEDLIK_ROOT_SECRET_ACCESS_KEY": "secret"}
    aws = {"AWS_ACCESS_KEY_ID": "AKIAROOT", "AWS_SECRET_ACCESS_KEY": "secret"}
    with serving("--auth", "enforce", "--data", str(tmp_path / "data"), extra=root) as other:
        dumped = subprocess.Popen(
            [COMMAND, "dump", "music", *local(server)],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        loaded = subprocess.run(
            [COMMAND, "load", "copy", "--create", "--endpoint", other.url],
            env=environment(aws),
            stdin=dumped.stdout,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert dumped.stdout is not None
        dumped.stdout.close()
        _, errors = dumped.communicate()
        assert (loaded.returncode, loaded.stderr) == (0, "")
        assert loaded.stdout.startswith(f"copy: {ITEMS} items in ")
        assert dumped.returncode == 0
        assert errors.decode().startswith(f"music: {ITEMS} items in ")
        with client(server.url) as one, client(other.url, keys=("AKIAROOT", "secret")) as two:
            assert items(one, "music") == items(two, "copy")
            assert len(items(two, "copy", IndexName="by_g")) == ITEMS
            description = two.describe_table(TableName="copy")["Table"]
            assert description["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        denied = run(
            "load", "copy", "--endpoint", other.url, extra={**aws, "AWS_SECRET_ACCESS_KEY": "x"}
        )
        assert denied.returncode == 2


def test_files_and_exports(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "music.jsonl"
    with file.open("wb") as output:
        dumped = subprocess.run(
            [COMMAND, "dump", "music", "--items-only", *local(server)],
            env=environment(),
            stdout=output,
            check=False,
            timeout=30,
        )
    assert dumped.returncode == 0
    lines = file.read_bytes().splitlines()
    assert len(lines) == ITEMS
    assert all(orjson.loads(line).keys() == {"Item"} for line in lines)
    folder = tmp_path / "export"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.json.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    key = "AWSDynamoDB/01-x/data/a.json.gz"
    manifest = orjson.dumps({"itemCount": ITEMS, "dataFileS3Key": key})
    (folder / "manifest-files.json").write_bytes(manifest)
    described = tmp_path / "described.json"
    with client(server.url) as dynamodb:
        found = dynamodb.describe_table(TableName="music")
        del found["ResponseMetadata"]
        described.write_bytes(orjson.dumps(found, default=str))
        refused = run("load", "new", str(folder), "--create", *local(server))
        assert refused.returncode == 2
        assert "Give the output of `aws dynamodb describe-table`" in refused.stderr
        flags = ("--create", "--description", str(described))
        done = run("load", "new", str(folder), *flags, *local(server))
        assert (done.returncode, done.stderr) == (0, "")
        assert items(dynamodb, "new") == items(dynamodb, "music")
        refused = run("load", "new", str(folder), *flags, *local(server))
        assert refused.returncode == 2
        assert "the table new exists. Leave out --create" in refused.stderr
        done = run("load", "new", str(folder), *local(server))  # again: it replaces the same items
        assert done.returncode == 0
        assert items(dynamodb, "new") == items(dynamodb, "music")


def test_a_dump_that_is_killed_is_never_taken_for_complete(server: Server) -> None:
    with client(server.url) as dynamodb:
        create(dynamodb, ("pk", "S"), name="cut")
        loading = subprocess.Popen(
            [COMMAND, "load", "cut", *local(server)],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        dumped = subprocess.run(
            [COMMAND, "dump", "music", *local(server)],
            env=environment(),
            capture_output=True,
            check=False,
            timeout=30,
        )
        errors = loading.communicate(dumped.stdout[: -len(b'{"End":{"Items":300}}\n')])[1].decode()
        assert loading.returncode == 1
        assert "is not complete: it has no last line" in errors
        assert "Make the dump again" in errors
        nothing = run("load", "cut", *local(server))
        assert nothing.returncode == 2
        assert "standard input is empty. Did the program that writes it fail?" in nothing.stderr


def test_a_load_that_is_killed_ends_the_dump(server: Server) -> None:
    reader, writer = os.pipe()
    dumping = subprocess.Popen(
        [COMMAND, "dump", "music", *local(server)],
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    os.close(reader)
    _, errors = dumping.communicate(timeout=30)
    assert dumping.returncode == 1
    assert errors == "jedlik: the dump is not complete: the program that reads it has ended\n"


def test_a_server_that_is_restarted_during_a_load(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    lines = b"".join(
        b'{"pk":{"S":"%d"},"v":{"S":"%s"}}\n' % (each, b"x" * 900) for each in range(9_000)
    )
    with serving("--data", data) as server:
        port = str(server.port)
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"), name="music")
            loading = subprocess.Popen(
                [COMMAND, "load", "music", *local(server)],
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            assert loading.stdin is not None
            loading.stdin.write(lines[: len(lines) // 2])
            loading.stdin.flush()
            wait_until(lambda: dynamodb.scan(TableName="music", Limit=1)["Count"] == 1)
        server.kill()
    with serving("--data", data, "--port", port) as server:
        output, errors = loading.communicate(lines[len(lines) // 2 :], timeout=60)
        assert (loading.returncode, errors) == (0, b"")
        assert output.startswith(b"music: 9,000 items in ")
        with client(server.url) as dynamodb:
            pages = dynamodb.get_paginator("scan").paginate(TableName="music", Select="COUNT")
            assert sum(page["Count"] for page in pages) == 9_000
