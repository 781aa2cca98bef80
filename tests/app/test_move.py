"""`jedlik move`: a folder into a database and back, with everything that a store can contain."""

import asyncio
import io
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError

from jedlik.app import cli
from jedlik.app.settings import SettingsError
from jedlik.app.workers import serve
from jedlik.storage.entry_listing import Entry
from jedlik.storage.postgresql import ExclusiveUse, OpenError, open_database
from jedlik.storage.postgresql.connection import SETTINGS
from jedlik.storage.sqlite import SqliteStorage, open_folder
from jedlik.storage.sqlite.entry_listing import SqliteEntries
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.api.clients import client, create
from tests.app.server import environment, serving, verified
from tests.app.test_settings import settings
from tests.storage.postgresql import database
from tests.storage.postgresql.database import Database

KEY = "ab" * 32
ROOT = {
    "JEDLIK_ROOT_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "JEDLIK_ROOT_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
ROOT_KEYS = (ROOT["JEDLIK_ROOT_ACCESS_KEY_ID"], ROOT["JEDLIK_ROOT_SECRET_ACCESS_KEY"])
ENFORCED = ("--auth", "enforce")
# Ends the command after some lists of entries were written, as `kill -9` does.
KILLED = """
import os, signal, sys
from jedlik.app import cli, move_entries
move_entries._ITEMS = 20
left, write = int(sys.argv[1]), move_entries._write
async def until_killed(target, mutations):
    global left
    await write(target, mutations)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
move_entries._write = until_killed
cli.main(sys.argv[2:])
"""


class Filled(NamedTuple):
    """A data folder. keys: of its user Anna. numbers: the sequence numbers of its stream."""

    folder: Path
    keys: tuple[str, str]
    numbers: list[int]


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    with database.running() as started:
        yield started


@pytest.fixture
def store(server: Database, request: pytest.FixtureRequest) -> str:
    """The address of a new database."""
    name = f"move_{abs(hash(request.node.name))}"
    server.execute(f"CREATE DATABASE {name}")
    return server.url(name)


def fill(url: str) -> tuple[str, str]:
    """Writes something of every kind. Returns the access key of a user."""
    with client(url, keys=ROOT_KEYS) as dynamodb:
        create_music(dynamodb)
        for first in range(0, 200, 25):
            puts = [{"PutRequest": {"Item": item(number)}} for number in range(first, first + 25)]
            dynamodb.batch_write_item(RequestItems={"music": puts})
        long_key = {"pk": {"S": "k" * 2048}, "sk": {"N": "1"}}
        dynamodb.put_item(TableName="music", Item=long_key)
        dynamodb.update_continuous_backups(
            TableName="music",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
        dynamodb.update_item(
            TableName="music",
            Key={"pk": {"S": "0"}, "sk": {"N": "0"}},
            UpdateExpression="SET a = :a",
            ExpressionAttributeValues={":a": {"S": "changed"}},
        )
    with client(url, keys=ROOT_KEYS, service="kms") as kms:
        key = kms.create_key()["KeyMetadata"]["Arn"]
    with client(url, keys=ROOT_KEYS) as dynamodb:
        create(
            dynamodb,
            ("pk", "S"),
            name="secret",
            SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        )
        dynamodb.put_item(TableName="secret", Item={"pk": {"S": "hidden"}})
    with client(url, keys=ROOT_KEYS, service="iam") as iam:
        iam.create_user(UserName="Anna")
        arn = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        iam.attach_user_policy(UserName="Anna", PolicyArn=arn)
        made = iam.create_access_key(UserName="Anna")["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def create_music(dynamodb: Any) -> None:
    index = {
        "IndexName": "by-note",
        "KeySchema": [{"AttributeName": "note", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    dynamodb.create_table(
        TableName="music",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "N"},
            {"AttributeName": "note", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[index],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )


def item(number: int) -> dict[str, Any]:
    return {
        "pk": {"S": str(number % 20)},
        "sk": {"N": str(number)},
        "note": {"S": f"{number % 7}" * 40},
    }


def check(url: str, keys: tuple[str, str], *, count: int = 201) -> None:
    """Checks that a server has what `fill` wrote, and that its user may read and not write."""
    with client(url, keys=keys) as dynamodb:
        found = dynamodb.scan(TableName="music")
        assert found["Count"] == count
        query = {
            "TableName": "music",
            "IndexName": "by-note",
            "KeyConditionExpression": "note = :note",
            "ExpressionAttributeValues": {":note": {"S": "3" * 40}},
        }
        assert dynamodb.query(**query)["Count"] == 29 + (count > 201)
        assert dynamodb.scan(TableName="secret")["Items"] == [{"pk": {"S": "hidden"}}]
        with pytest.raises(ClientError, match="AccessDenied"):
            dynamodb.put_item(TableName="music", Item=item(0))


def sequence_numbers(url: str) -> list[int]:
    """The positions of all records of the stream."""
    with client(url, keys=ROOT_KEYS, service="dynamodbstreams") as streams:
        (stream,) = streams.list_streams(TableName="music")["Streams"]
        arn = stream["StreamArn"]
        numbers = []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            where = {"StreamArn": arn, "ShardId": shard["ShardId"]}
            at = streams.get_shard_iterator(**where, ShardIteratorType="TRIM_HORIZON")
            records = streams.get_records(ShardIterator=at["ShardIterator"])["Records"]
            numbers += [int(each["dynamodb"]["SequenceNumber"]) for each in records]
        return numbers


def moving(*arguments: str) -> tuple[int, str]:
    """Runs the command in this process. Returns its exit status and what it printed."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        status = cli.main(["move", *arguments])
    return status, printed.getvalue()


def moved(*arguments: str) -> str:
    status, printed = moving(*arguments)
    assert status == 0, printed
    return printed


def refusal(*arguments: str) -> str:
    status, printed = moving(*arguments)
    assert status == 2, printed
    return printed


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A data folder with something of every kind. Tests may read it, and copy it."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    with serving("--data", str(folder), *ENFORCED, extra=ROOT) as started:
        return Filled(folder, fill(started.url), sequence_numbers(started.url))


def test_a_folder_becomes_a_database_and_a_folder_again(
    filled: Filled, tmp_path: Path, store: str
) -> None:
    back = tmp_path / "back"
    there = moved("--from", str(filled.folder), "--to", store)
    assert " entries, " in there
    assert f"of {filled.folder}, SHA-256 " in there
    with serving("--store", store, *ENFORCED, extra=ROOT) as started:
        check(started.url, filled.keys)
        assert sequence_numbers(started.url) == filled.numbers
        with client(started.url, keys=ROOT_KEYS) as dynamodb:
            dynamodb.put_item(TableName="music", Item=item(1_000) | {"note": {"S": "3" * 40}})
        more = sequence_numbers(started.url)
        assert len(more) == len(filled.numbers) + 1
        assert max(more) > max(filled.numbers)  # positions go on where they ended
        assert "a server uses 127.0.0.1" in refusal("--from", store, "--to", str(back))
    moved("--from", store, "--to", str(back))
    assert [each.name for each in tmp_path.iterdir()] == ["back"]
    assert (back / "seal.key").read_bytes() == (filled.folder / "seal.key").read_bytes()
    with serving("--data", str(back), *ENFORCED, extra=ROOT) as started:
        check(started.url, filled.keys, count=202)
        assert sequence_numbers(started.url) == more


def test_a_killed_move_is_not_served_and_goes_on(
    filled: Filled, tmp_path: Path, store: str
) -> None:
    folder, back = tmp_path / "data", tmp_path / "back"
    shutil.copytree(filled.folder, folder)
    there, to_folder = ("--from", str(folder), "--to", store), ("--from", store, "--to", str(back))
    killed("3", "move", *there)
    assert "is not finished. Run the same `jedlik move` again" in asyncio.run(opening(store))
    # What the source changes between two runs is right in the end.
    for account in ("1" * 12, "9" * 12):
        assert cli.main(["account", "create", account, "--data", str(folder)]) == 0
    assert digest(moved(*there)) == digest(moved("--from", str(folder), "--to", f"{tmp_path}/copy"))
    killed("9", "move", *to_folder)
    with pytest.raises(SettingsError, match=f"not finished: {back}.unfinished-move"):
        serve(settings("--data", str(back), "--port", "0"))
    moved(*to_folder)
    verified(back)


async def opening(store: str) -> str:
    """Returns why a node cannot open a database."""
    with pytest.raises(OpenError) as refused:
        await open_database(database.address(store))
    return str(refused.value)


def digest(printed: str) -> str:
    return printed.split("SHA-256 ")[1]


def killed(lists: str, *arguments: str) -> None:
    """Runs a command that is killed after it has written some lists of entries."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, lists, *arguments],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_keys_of_encrypted_folders(
    tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, back, plain = tmp_path / "data", tmp_path / "back", tmp_path / "plain"
    there, to_folder = ("--from", str(folder), "--to", store), ("--from", store, "--to", str(back))
    assert cli.main(["account", "create", "1" * 12, "--data", str(plain)]) == 0
    monkeypatch.setenv("JEDLIK_KEY", KEY)
    assert cli.main(["account", "create", "1" * 12, "--data", str(folder)]) == 0
    assert "is not encrypted" in refusal("--from", str(plain), "--to", store)
    assert "add --accept-clear-rows" in refusal(*there)
    monkeypatch.delenv("JEDLIK_KEY")
    assert "encrypted" in refusal(*there)
    monkeypatch.setenv("JEDLIK_KEY", KEY)
    moved(*there, "--accept-clear-rows")
    monkeypatch.setenv("JEDLIK_KEY", "cd" * 32)
    assert "cannot be opened: it was sealed with another key" in refusal(*to_folder)
    assert cli.main(["account", "create", "2" * 12, "--store", store]) != 0
    monkeypatch.delenv("JEDLIK_KEY")
    assert "its servers were given one" in refusal(*to_folder)
    assert not back.exists()
    monkeypatch.setenv("JEDLIK_KEY", KEY)
    moved(*to_folder)
    assert "is not encrypted" not in refusal("--from", str(back), "--to", str(back))


def test_a_folder_that_has_sealed_nothing(tmp_path: Path, store: str) -> None:
    folder, back = tmp_path / "data", tmp_path / "back"
    asyncio.run(closed(open_folder(folder)))
    moved("--from", str(folder), "--to", store)
    moved("--from", store, "--to", str(back))
    assert (back / "seal.key").exists()


def test_a_key_that_is_lost_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert cli.main(["account", "create", "1" * 12, "--data", str(folder)]) == 0
    (folder / "seal.key").unlink()
    printed = refusal("--from", str(folder), "--to", str(tmp_path / "new"))
    assert "cannot be opened: it was sealed with another key" in printed


def test_a_move_replaces_nothing(server: Database, store: str, tmp_path: Path) -> None:
    folder, full = tmp_path / "data", tmp_path / "full"
    assert cli.main(["account", "create", "1" * 12, "--data", str(folder)]) == 0
    storage = open_folder(folder)
    busy = refusal("--from", str(folder), "--to", store)
    assert "another" in busy.lower()
    asyncio.run(closed(storage))
    full.mkdir()
    (full / "a").touch()
    where = ("--from", str(folder), "--to")
    assert f"{full} exists and is not an empty folder" in refusal(*where, str(full))
    moved(*where, store)
    assert "and a move replaces nothing" in refusal(*where, store)
    assert "there is no data in" in refusal("--from", str(tmp_path / "none"), "--to", store)
    server.execute("CREATE DATABASE empty")
    new = str(tmp_path / "new")
    assert "there is no data in" in refusal("--from", server.url("empty"), "--to", new)
    copy = tmp_path / "copy"
    moved(*where, str(copy))  # folders can be moved too
    assert asyncio.run(entries_of(copy)) == asyncio.run(entries_of(folder))


async def closed(storage: SqliteStorage) -> None:
    await storage.close()


async def entries_of(folder: Path) -> list[Entry]:
    listing = SqliteEntries(folder / FILE_NAME, key=None)
    try:
        return list(await listing.after(None, limit_items=10_000, limit_bytes=10_000_000))
    finally:
        listing.close()


def test_no_server_starts_during_a_move(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that has the database for itself holds the lock that nodes take when they start."""
    monkeypatch.setitem(SETTINGS, "lock_timeout", "200ms")

    async def scenario() -> str:
        address = database.address(store).of_command("jedlik move")
        use = await ExclusiveUse.begin(address, is_target=True)
        try:
            return await opening(store)
        finally:
            await use.end()

    assert "another command moves 127.0.0.1" in asyncio.run(scenario())
