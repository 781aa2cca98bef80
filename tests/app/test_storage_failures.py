"""A storage that fails, as clients and operators of a server see it."""

import shutil
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import apsw
import pytest
from botocore.exceptions import ClientError

from tests.api.clients import client, create
from tests.app.server import Server, run, serving, start
from tests.waiting import wait_until

NAME = "music"


def page(server: Server, path: str = "/") -> tuple[int, str]:
    try:
        with urlopen(server.url + path, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def put(dynamodb: Any, name: str) -> None:
    dynamodb.put_item(TableName=NAME, Item={"pk": {"S": name}, "note": {"S": "n" * 2_000}})


def refused(call: Any, **members: object) -> tuple[int, str, int]:
    """Status and code of an error, and how often botocore tried again."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    metadata = caught.value.response["ResponseMetadata"]
    code = caught.value.response["Error"]["Code"]
    return metadata["HTTPStatusCode"], code, metadata["RetryAttempts"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_folder_that_is_gone(folder: Path) -> None:
    server = start("--data", str(folder))
    with client(server.url) as dynamodb:
        create(dynamodb, ("pk", "S"), name=NAME)
        assert page(server)[0] == 200
        shutil.rmtree(folder)
        key = {"pk": {"S": "a"}}
        for _ in range(3):
            answer = refused(dynamodb.put_item, TableName=NAME, Item=key)
            assert answer == (503, "ServiceUnavailable", 1)
        assert page(server) == (503, "unhealthy: storage outage: gone")
        wait_until(lambda: 'jedlik_storage_outage{kind="gone"} 1.0' in page(server, "/metrics")[1])
        metrics = page(server, "/metrics")[1]
        assert 'jedlik_storage_failures_total{kind="gone"} 6.0' in metrics
        assert 'jedlik_storage_outage{kind="full"} 0.0' in metrics
    status, errors = server.stop()
    assert status == 0
    assert errors.count("\n") == 1
    assert errors.startswith("storage outage: The data folder was removed or replaced")


@pytest.mark.waits
def test_a_lock_of_another_program_ends_without_a_restart(folder: Path) -> None:
    server = start("--data", str(folder))
    with client(server.url) as dynamodb:
        create(dynamodb, ("pk", "S"), name=NAME)
        other = apsw.Connection(str(folder / "jedlik.db"))
        other.execute("BEGIN IMMEDIATE").fetchall()
        answer = refused(dynamodb.delete_item, TableName=NAME, Key={"pk": {"S": "a"}})
        assert answer == (503, "ServiceUnavailable", 1)
        assert page(server) == (503, "unhealthy: storage outage: locked")
        other.execute("ROLLBACK").fetchall()
        other.close()
        wait_until(lambda: page(server)[0] == 200)
        put(dynamodb, "a")
    status, errors = server.stop()
    assert status == 0
    assert [line.split(":")[0] for line in errors.splitlines()] == [
        "storage outage",
        "storage outage over",
    ]


def damage(folder: Path, name: str) -> None:
    """Change one bit of an item."""
    path = folder / "jedlik.db"
    content = bytearray(path.read_bytes())
    content[content.index(f'"S":"{name}"'.encode()) + 100] ^= 1
    path.write_bytes(content)


def test_damage_is_an_error_and_verify_names_it(folder: Path) -> None:
    with serving("--data", str(folder)) as server, client(server.url) as dynamodb:
        create(dynamodb, ("pk", "S"), name=NAME)
        for number in range(40):
            put(dynamodb, f"key-{number:02}")
    for name in ("key-10", "key-20", "key-30"):
        damage(folder, name)
    server = start("--data", str(folder))
    with client(server.url) as dynamodb:
        for name in ("key-10", "key-20", "key-30"):
            answer = refused(dynamodb.get_item, TableName=NAME, Key={"pk": {"S": name}})
            assert answer == (500, "InternalServerError", 1)
        found = dynamodb.get_item(TableName=NAME, Key={"pk": {"S": "key-00"}})
        assert found["Item"]["note"] == {"S": "n" * 2_000}
        assert page(server)[0] == 200
        counted = 'jedlik_storage_failures_total{kind="damaged"} 6.0'
        wait_until(lambda: counted in page(server, "/metrics")[1])
    _, errors = server.stop()
    assert errors.count("\n") == 1
    assert errors.startswith("storage damage: a part of ITEM of table number 1 cannot be read.")
    done = run("verify", "--data", str(folder))
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith("jedlik.db: pages with a wrong checksum: ")
    assert lines[1].startswith(
        "jedlik.db: values that cannot be read: 3 of table music in us-east-1 (ITEM): "
    )
    assert len(lines) == 2
    assert "Traceback" not in done.stderr
