"""`jedlik snapshot` and `jedlik restore` on the folders of running servers."""

import secrets
import stat
import tarfile
import threading
from pathlib import Path
from typing import Any

import apsw
import pytest

from jedlik.app import snapshots
from jedlik.app.cli import main
from jedlik.storage.sqlite.connection import unavailable
from tests.api.clients import client, create
from tests.app.server import run, serving, verified
from tests.waiting import wait_until


def fill(dynamodb: Any, name: str = "music", count: int = 200) -> None:
    create(dynamodb, ("pk", "S"), name=name)
    for first in range(0, count, 25):
        requests = [
            {"PutRequest": {"Item": {"pk": {"S": str(each)}, "a": {"S": "x" * 500}}}}
            for each in range(first, first + 25)
        ]
        dynamodb.batch_write_item(RequestItems={name: requests})


def count(dynamodb: Any, name: str = "music") -> int:
    return sum(
        len(page["Items"]) for page in dynamodb.get_paginator("scan").paginate(TableName=name)
    )


def test_a_server_goes_on_while_its_folder_is_copied(tmp_path: Path) -> None:
    data, file, restored = tmp_path / "data", tmp_path / "snapshot", tmp_path / "restored"
    ended = threading.Event()
    written: list[int] = []

    def write(url: str) -> None:
        with client(url) as dynamodb:
            while not ended.is_set():
                # Two items in one transaction: a copy has both or none of them.
                number = len(written)
                puts = [
                    {"Put": {"TableName": "pairs", "Item": {"pk": {"S": f"{number}{side}"}}}}
                    for side in "ab"
                ]
                dynamodb.transact_write_items(TransactItems=puts)
                written.append(number)

    with serving("--data", str(data), "--workers", "2") as server, client(server.url) as dynamodb:
        fill(dynamodb)
        create(dynamodb, ("pk", "S"), name="pairs")
        writer = threading.Thread(target=write, args=(server.url,))
        writer.start()
        wait_until(lambda: len(written) >= 20)
        before = len(written)
        done = run("snapshot", str(file), "--data", str(data))
        ended.set()
        writer.join()
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{file}: ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = run("restore", str(file), "--data", str(restored))
    assert (done.returncode, done.stderr) == (0, "")
    assert verified(restored).endswith("all agree\n")
    with serving("--data", str(restored)) as server, client(server.url) as dynamodb:
        assert count(dynamodb) == 200
        pairs = count(dynamodb, "pairs")
        assert pairs % 2 == 0
        assert 2 * before <= pairs <= 2 * len(written)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "restored", "snapshot"]


def test_an_encrypted_folder_stays_encrypted(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    data, file, restored = tmp_path / "data", tmp_path / "snapshot", tmp_path / "restored"
    flags = ("--key-file", str(key))
    with serving("--data", str(data), *flags) as server, client(server.url) as dynamodb:
        fill(dynamodb)
        refused = run("snapshot", str(file), "--data", str(data))
        assert refused.returncode == 2
        assert "encrypted" in refused.stderr
        done = run("snapshot", str(file), "--data", str(data), *flags)
        assert done.returncode == 0, done.stderr
    assert b"x" * 100 not in file.read_bytes()
    assert run("restore", str(file), "--data", str(restored)).returncode == 0
    with serving("--data", str(restored), *flags) as server, client(server.url) as dynamodb:
        assert count(dynamodb) == 200


def test_keys_of_tables_and_users_come_along(tmp_path: Path) -> None:
    data, file, restored = tmp_path / "data", tmp_path / "snapshot", tmp_path / "restored"
    with serving("--data", str(data)) as server, client(server.url) as dynamodb:
        create(dynamodb, ("pk", "S"), name="music", SSESpecification={"Enabled": True})
        dynamodb.put_item(TableName="music", Item={"pk": {"S": "a"}})
        assert run("snapshot", str(file), "--data", str(data)).returncode == 0
    restored.mkdir()  # an empty folder may exist
    assert run("restore", str(file), "--data", str(restored)).returncode == 0
    assert (restored / "seal.key").read_bytes() == (data / "seal.key").read_bytes()
    with serving("--data", str(restored)) as server, client(server.url) as dynamodb:
        assert count(dynamodb) == 1


@pytest.fixture(name="snapshot")
def _snapshot(tmp_path: Path) -> Path:
    data, file = tmp_path / "data", tmp_path / "snapshot"
    with serving("--data", str(data)) as server, client(server.url) as dynamodb:
        fill(dynamodb, count=25)
    assert run("snapshot", str(file), "--data", str(data)).returncode == 0
    return file


def refusal(*arguments: str) -> str:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.removeprefix("jedlik: ").rstrip("\n")


def test_nothing_is_replaced(tmp_path: Path, snapshot: Path) -> None:
    data = str(tmp_path / "data")
    before = snapshot.read_bytes()
    assert refusal("snapshot", str(snapshot), "--data", data) == (
        f"{snapshot} exists. A snapshot does not replace a file"
    )
    assert "exists and is not an empty folder" in refusal("restore", str(snapshot), "--data", data)
    assert snapshot.read_bytes() == before
    assert verified(Path(data)).endswith("all agree\n")
    no_data = refusal("snapshot", str(tmp_path / "new"), "--data", str(tmp_path / "none"))
    assert no_data == f"there is no data in {tmp_path / 'none'}"


def test_a_full_disk_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def copy_file(*_: object, **__: object) -> None:
        raise unavailable(apsw.FullError("not an error"))  # as SQLite raises it during a backup

    monkeypatch.setattr(snapshots, "copy_file", copy_file)
    with serving("--data", str(tmp_path / "data")):
        pass
    target = tmp_path / "copy"
    assert main(["snapshot", str(target), "--data", str(tmp_path / "data")]) == 2
    assert f"cannot write {target}: No space left on device" in capsys.readouterr().err
    assert not target.exists()


def test_what_is_no_snapshot(tmp_path: Path, snapshot: Path) -> None:
    content = bytearray(snapshot.read_bytes())
    files: dict[str, bytes | bytearray] = {
        "cut": content[: len(content) // 2],
        "text": b"text",
        "empty": b"",
    }
    content[len(content) // 2] ^= 1
    files["changed"] = content
    target = tmp_path / "restored"
    for name, each in files.items():
        file = tmp_path / name
        file.write_bytes(each)
        sentence = refusal("restore", str(file), "--data", str(target))
        assert sentence.startswith(f"{file} is not a snapshot, or is not complete: "), name
        assert not target.exists()
    assert "checksum" in sentence
    missing = refusal("restore", str(tmp_path / "missing"), "--data", str(target))
    assert missing == f"cannot restore {tmp_path / 'missing'}: No such file or directory"


def test_an_archive_with_other_files_is_refused(tmp_path: Path, snapshot: Path) -> None:
    file, target = tmp_path / "hostile", tmp_path / "restored"
    with tarfile.open(snapshot) as old, tarfile.open(file, "w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            data = content.read()
            if member.name == "snapshot.json":
                data = data.replace(b'"jedlik.db"', b'"../evil.x"')
                member.size = len(data)
            else:
                member.name = member.name.replace("jedlik.db", "../evil.x")
            temporary = tmp_path / "member"
            temporary.write_bytes(data)
            with temporary.open("rb") as opened:
                new.addfile(member, opened)
    sentence = refusal("restore", str(file), "--data", str(target))
    assert "it has a file '../evil.x'" in sentence
    assert not (tmp_path / "evil.x").exists()
