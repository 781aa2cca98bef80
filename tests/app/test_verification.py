"""`jedlik verify` on the data folders of servers that have stopped."""

import secrets
import subprocess
from pathlib import Path

from jedlik.core.keys.space import Space
from jedlik.storage.sqlite.connection import connect
from tests.api.clients import client, create
from tests.app.server import run, serving, verified

NOTHING = (
    "0 tables, 0 items, 0 index entries, 0 expiry entries, 0 streams, 0 stream records, "
    "0 history records, 0 backups"
)


def fill(url: str) -> None:
    """Makes a table of three items."""
    with client(url) as dynamodb:
        name = create(dynamodb, ("pk", "S"), name="music")
        for number in range(3):
            dynamodb.put_item(TableName=name, Item={"pk": {"S": str(number)}})


def refused(*flags: str) -> str:
    """Returns the error of the command for a folder that it cannot read."""
    done: subprocess.CompletedProcess[str] = run("verify", *flags)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.removeprefix("jedlik: ").rstrip("\n")


def test_a_folder_that_agrees(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)) as server:
        fill(server.url)
    counted = NOTHING.replace("0 tables, 0 items", "1 tables, 3 items")
    assert verified(tmp_path) == f"{tmp_path}: {counted}: all agree\n"


def test_a_folder_that_does_not(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)) as server:
        fill(server.url)
    with connect(tmp_path / "jedlik.db", key=None) as connection:
        connection.execute(
            "DELETE FROM entry WHERE value_id = (SELECT min(value_id) FROM entry WHERE space = ?)",
            (int(Space.ITEM),),
        )
    connection.close()
    done = run("verify", "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        "table music in us-east-1: items and their bytes: stored is (3, 9), expected (2, 6)\n"
    )
    assert done.stdout.endswith(": 1 do not agree\n")


def test_an_encrypted_folder(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(secrets.token_hex(32))
    folder, flags = tmp_path / "data", ("--key-file", str(key))
    with serving("--data", str(folder), *flags) as server:
        fill(server.url)
    assert "3 items" in verified(folder, *flags)
    assert "is encrypted. Start with the key" in refused("--data", str(folder))


def test_a_folder_that_a_server_has_open(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)):
        assert "is in use by another server" in refused("--data", str(tmp_path))


def test_nothing_to_verify(tmp_path: Path) -> None:
    assert refused("--data", str(tmp_path / "none")) == f"there is no data in {tmp_path / 'none'}"
    assert not (tmp_path / "none").exists()
    with serving("--data", str(tmp_path)):
        pass
    assert verified(tmp_path) == f"{tmp_path}: {NOTHING}: all agree\n"


def test_a_server_in_memory_stores_nothing() -> None:
    done = run("verify", extra={"JEDLIK_MEMORY": "1"})
    assert done.stderr == "jedlik: --memory stores nothing that could be verified\n"
