"""Folders of every format: this version answers the same about them, and finishes their work.

`content` says what they contain.
"""

import asyncio
import json
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jedlik.app.credentials import sealing_key
from jedlik.core.errors import Reject
from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.jobs import LEASE_MS, Job, take_lease
from jedlik.engine.sealing import Sealing
from jedlik.engine.verification import verify
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.open_errors import FolderUnusableError
from jedlik.storage.sqlite.schema import FORMAT
from tests.app.server import run, serving
from tests.engine.in_memory import Caller, SteppedClock, is_due, run_piece
from tests.features.exports.samples import MemoryBuckets
from tests.folders.answers import answers
from tests.folders.content import (
    ACCOUNT,
    DELAY_MS,
    HOUR_MS,
    KEY,
    PIECE,
    TRANSACTION,
    VIEWS,
    item,
    key,
)
from tests.folders.export_content import check_exports
from tests.folders.make import PIECES, make
from tests.folders.plan_content import check_plans
from tests.folders.stream_content import check_records, images
from tests.simulation.schedules.reader import Reader
from tests.simulation.schedules.streams import check_order
from tests.simulation.traffic import Connection

ROOT, FOLDERS = Path(__file__).parents[2], Path(__file__).parent
FORMATS = [str(number) for number in range(1, FORMAT + 1)]
KEYS = {"plain": None, "encrypted": KEY, "killed": None}
ANSWERS = {"plain": "plain", "encrypted": "plain", "killed": "killed"}
NAMES = [f"{number}/{kind}" for number in FORMATS for kind in KEYS]
WITHOUT_KEY = [name for name in NAMES if not name.endswith("/encrypted")]
NEWEST = f"{FORMAT}/plain"
# One folder of each format, and one of each kind.
SERVED = [f"{number}/encrypted" for number in FORMATS] + [NEWEST, f"{FORMAT}/killed"]
WITHOUT_CHECKSUMS = ["1/plain", "1/killed", "2/plain", "2/killed"]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a folder."""
    folder: str = request.param
    return folder


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs take pieces of two entries, so that what is left is done in several pieces."""
    for piece in PIECES:
        monkeypatch.setattr(f"jedlik.features.{piece}", PIECE)


def copied(tmp_path: Path, name: str) -> Path:
    """A copy of a folder, with the modes that servers give their files, not those of git."""
    folder = Path(shutil.copytree(FOLDERS / name, tmp_path / name))
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
    return folder


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def expected(name: str) -> dict[str, Any]:
    """What the version that made a folder answered about it, and when."""
    number, _, kind = name.partition("/")
    found: dict[str, Any] = json.loads((FOLDERS / number / f"{ANSWERS[kind]}.json").read_text())
    return found


@asynccontextmanager
async def opened(folder: Path, after_ms: int = 0) -> AsyncIterator[Caller]:
    """A caller over a folder, at the time when it was made or later."""
    clock = SteppedClock()
    clock.time_ms = expected(name_of(folder))["now_ms"] + after_ms
    storage = open_folder(folder, key=KEYS[folder.name], now_ms=clock.now_ms)
    sealing = Sealing(partial(sealing_key, folder, KEYS[folder.name]))
    caller = Caller(storage=storage, clock=clock, account_id=ACCOUNT, sealing=sealing)
    caller.node.buckets = MemoryBuckets()
    yield caller
    await check_agreement(caller)
    await storage.close()


async def check_agreement(caller: Caller) -> None:
    """Everything that is derived from items agrees with them."""
    assert (await verify(caller.encrypted, caller.features, caller.data_keys)).sentences == []


async def check_answers(folder: Path) -> None:
    before = expected(name_of(folder))
    del before["now_ms"]
    async with opened(folder) as caller:
        found = await answers(caller.calls)
    for kind in ("tables", "streams"):
        for each, answered in before[kind].items():
            described = found[kind][each]["described"]
            found[kind][each]["described"] = known(described, answered["described"])
    assert found == before


def known(found: Any, before: Any) -> Any:
    """What was found, without the members that descriptions did not have then."""
    if isinstance(before, dict):
        return {member: known(found[member], value) for member, value in before.items()}
    if isinstance(before, list):
        return [known(*pair) for pair in zip(found, before, strict=True)]
    return found


def stored(folder: Path) -> list[tuple[object, ...]]:
    """Everything that a file holds."""
    with closing(connect(folder / "jedlik.db", key=None)) as connection:
        return [tuple(row) for row in connection.execute(STORED)]


STORED = """
    SELECT space, table_id, partition, sort, bytes, is_copy
    FROM entry JOIN value ON value.id = value_id
    ORDER BY space, table_id, partition, sort
"""


def test_this_version_still_writes_the_newest_format(tmp_path: Path) -> None:
    """If this fails, what is stored has changed. Then a new format is needed: the version before
    would misread a file that says it has the format that it knows (docs/versioning.md).
    """
    asyncio.run(make(tmp_path / "made", None))
    fixture = copied(tmp_path, NEWEST)
    assert stored(tmp_path / "made") == stored(fixture)


def test_everything_is_answered_as_before(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path, name)
    asyncio.run(check_answers(folder))
    asyncio.run(check_answers(folder))


@pytest.mark.parametrize("name", WITHOUT_CHECKSUMS, indirect=True)
@pytest.mark.parametrize("step", ["execute", "fsync", "replace", "after"])
def test_a_migration_that_is_killed_loses_nothing(tmp_path: Path, name: str, step: str) -> None:
    folder = copied(tmp_path, name)
    command = [sys.executable, "-m", "tests.storage.sqlite.killed_migration", str(folder), step]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    asyncio.run(check_answers(folder))


@pytest.mark.parametrize("name", WITHOUT_CHECKSUMS, indirect=True)
def test_a_migration_on_a_full_disk_loses_nothing(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path, name)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))  # the shared memory fits in
        with pytest.raises(FolderUnusableError, match="full"):
            open_folder(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    asyncio.run(check_answers(folder))


async def pieces_of(caller: Caller, job: Job) -> AsyncIterator[None]:
    """Do a job until nothing is due. Yields after each piece."""
    while await is_due(job, caller.node):
        lease = await take_lease(job, caller.node, "test")
        assert lease is not None
        await run_piece(job, caller.node, lease)
        yield


async def finish(caller: Caller, folder: str = "") -> dict[str, int]:
    """Do all work that is left; how many pieces of each job.

    folder: what was opened. `opened` verifies everything at the end. In the newest folder, which
    has the work of all others, everything is verified after each piece too.
    """
    caller.clock.time_ms += LEASE_MS
    jobs = [job for feature in caller.features for job in feature.jobs]
    pieces = {job.name: 0 for job in jobs}
    for job in jobs:
        async for _ in pieces_of(caller, job):
            pieces[job.name] += 1
            if folder == NEWEST:
                await check_agreement(caller)
    return pieces


async def scanned(caller: Caller, table: str, **members: object) -> list[str]:
    page = await caller.calls("Scan", TableName=table, **members)
    return sorted(each["sk"]["S"] for each in page["Items"])


async def searched(caller: Caller, table: str) -> list[str]:
    vector = [{"N": "1"}, {"N": "1"}]
    page = await caller.calls(
        "SearchVectors", TableName=table, IndexName="near", SearchVector=vector, TopK=100
    )
    return sorted(each["Item"]["sk"]["S"] for each in page["SearchResults"])


def test_unfinished_work_goes_on(tmp_path: Path, name: str) -> None:
    async def work(folder: Path) -> None:
        async with opened(folder) as caller:
            pieces = await finish(caller, name)
            left = await caller.storage.scan(Span(Space.JOB, 0), limit_items=99, limit_bytes=9999)
        assert min(pieces[each] for each in ("erase tables", "erase indexes", "build indexes")) > 1
        works = [json.loads(value) for value in left.values]
        sweeps = {each["TableName"] for each in works if each.get("Phase") == "SWEEP"}
        assert sweeps == {"NEW_AND_OLD_IMAGES", "sweep", "reset", "backfill"}
        erasures = [each for each in works if "NotBeforeMs" in each]
        assert [each["TableName"] for each in erasures] == ["deleting"]

    async def look(folder: Path) -> None:
        async with opened(folder, LEASE_MS) as caller:
            for table in ("building", "building-near", "cleared"):
                items = await scanned(caller, table)
                assert len(items) == 8
                if table == "building-near":
                    assert await searched(caller, table) == items
                else:
                    assert await scanned(caller, table, IndexName="global") == items
            assert await scanned(caller, "off") == ["001", "002", "003", "004"]
            assert await scanned(caller, "reset") == ["004"]  # the others expired by `until`
            assert len(await scanned(caller, "backfill")) == 6
            described = (await caller.calls("DescribeTable", TableName="dropped"))["Table"]
            assert "GlobalSecondaryIndexes" not in described
            caller.clock.time_ms += DELAY_MS
            await finish(caller, name)
            assert await scanned(caller, "sweep") == ["004"]
            assert "deleting" not in (await caller.calls("ListTables"))["TableNames"]
            if "recovered" in expected(name)["tables"]:
                await check_backups(caller)
            if "exported" in expected(name)["tables"]:
                await check_exports(caller.calls)
            if "planned" in expected(name)["tables"]:
                await check_plans(caller.calls)
            await caller.calls("CreateTable", **TABLE)

    folder = copied(tmp_path, name)
    asyncio.run(work(folder))
    asyncio.run(look(folder))


async def check_backups(caller: Caller) -> None:
    """Backups and restores that were half done have the items of their moments."""
    before = [f"{number:03}" for number in range(8)]
    deleted = [each for each in before if each != "003"]
    assert await scanned(caller, "from-backup") == before
    assert await scanned(caller, "to-second") == deleted
    assert await scanned(caller, "to-second", IndexName="global") == deleted
    found = (await caller.calls("ListBackups"))["BackupSummaries"]
    assert {each["BackupStatus"] for each in found} == {"AVAILABLE"}
    for each in found:
        members = {"BackupArn": each["BackupArn"], "TargetTableName": each["BackupName"]}
        await caller.calls("RestoreTableFromBackup", **members)
    await finish(caller)
    assert await scanned(caller, "made") == before
    assert await scanned(caller, "unfinished") == deleted
    assert (await caller.calls("Scan", TableName="unfinished"))["Items"] != []


TABLE = {
    "TableName": "deleting",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


@pytest.mark.parametrize("name", WITHOUT_KEY, indirect=True)
def test_clients_write_while_the_work_goes_on(tmp_path: Path, name: str) -> None:
    """A write of each kind after each piece of each job; everything agrees at the end, and in the
    newest folder after each of them.

    The work of an encrypted folder, whose content is that of a plain one, is done above.
    """

    async def scenario(folder: Path) -> None:
        async with opened(folder) as caller:
            caller.clock.time_ms += LEASE_MS
            number = 0
            for job in [job for feature in caller.features for job in feature.jobs]:
                async for _ in pieces_of(caller, job):
                    for table in ("building", "building-near", "cleared", "indexed", "backfill"):
                        new = item(number % 12, g={"S": f"new {number % 5}"}, at={"N": "9" * 11})
                        await caller.calls("PutItem", TableName=table, Item=new)
                        old = key((number + 5) % 12)
                        await caller.calls("DeleteItem", TableName=table, Key=old)
                    if name == NEWEST:
                        await check_agreement(caller)
                    number += 1

    asyncio.run(scenario(copied(tmp_path, name)))


def test_streams_go_on(tmp_path: Path, name: str) -> None:
    """Records of the folder, then new ones in the same shards and in their children."""
    before = expected(name)["streams"]

    async def scenario(folder: Path) -> None:
        async with opened(folder) as caller:
            readers = {view: Reader(view) for view in VIEWS}
            for view, reader in readers.items():
                for number in (1, 9, 10):
                    new = item(number, late={"S": "x"})
                    await caller.calls("PutItem", TableName=view, Item=new)
                await reader.read(caller)
                ((arn, records),) = reader.records.items()
                old = [each for found in before[arn]["records"].values() for each in found]
                check_records(view, records, old)
            caller.clock.time_ms += 4 * HOUR_MS
            await finish(caller)
            for view, reader in readers.items():
                await caller.calls("DeleteItem", TableName=view, Key=key(1))
                await reader.read(caller)
                ((_, records),) = reader.records.items()
                assert images(records)[-1] == ("REMOVE", "001")
                check_order(records)

    asyncio.run(scenario(copied(tmp_path, name)))


def test_a_token_is_recognised_until_it_expires(tmp_path: Path, name: str) -> None:
    async def count(caller: Caller) -> object:
        answer = await caller.calls("GetItem", TableName="indexed", Key=key(1))
        return answer["Item"]["n"]["N"]

    async def scenario(folder: Path) -> None:
        async with opened(folder) as caller:
            await caller.calls("TransactWriteItems", **TRANSACTION)
            assert await count(caller) == "1"
            other = {**TRANSACTION, "TransactItems": TRANSACTION["TransactItems"][:1]}
            with pytest.raises(Reject) as refused:
                await caller.calls("TransactWriteItems", **other)
            assert refused.value.error.code == "IdempotentParameterMismatchException"
            caller.clock.time_ms += HOUR_MS
            await finish(caller)
            await caller.calls("TransactWriteItems", **TRANSACTION)
            assert await count(caller) == "2"

    asyncio.run(scenario(copied(tmp_path, name)))


@pytest.mark.parametrize("name", SERVED, indirect=True)
def test_the_commands_accept_the_folder(tmp_path: Path, name: str) -> None:
    """`jedlik verify` migrates it, a server serves it and works on, and everything agrees."""
    folder = copied(tmp_path, name)
    secret = KEYS[folder.name]
    extra = {} if secret is None else {"JEDLIK_KEY": secret.hex()}
    done = run("verify", "--data", str(folder), extra=extra)
    assert (done.returncode, "all agree" in done.stdout) == (0, True), done.stdout

    async def scenario(port: int) -> None:
        connection = Connection(port)
        tables = (await connection.call("ListTables"))["TableNames"]
        assert "building" in tables
        items = expected(name)["tables"]["indexed"]["items"]
        found = await connection.call("Scan", TableName="indexed")
        assert found["Items"] == items
        await connection.close()

    (tmp_path / "exported").mkdir()  # the bucket of its exports
    flags = ("--data", str(folder), "--buckets", str(tmp_path), "--region", "us-east-1")
    with serving(*flags, extra=extra) as server:
        asyncio.run(scenario(server.port))
    done = run("verify", "--data", str(folder), extra=extra)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
