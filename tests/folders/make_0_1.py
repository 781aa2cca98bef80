"""Makes the folders in `0.1`, with the code of version 0.1 (commit 82ed43e).

Run it in a checkout of that commit, installed as its CONTRIBUTING.md says:

    PYTHONPATH=. .venv/bin/python <this file> <folder to make>

It makes `plain` and `encrypted` with the same content: something of every feature, and each kind of
background work half done. `killed` is `plain` after more writes: the process was killed, and the
last frame of its log is cut off. The file NAME.json is what version 0.1 answered about a folder.
"""

import asyncio
import importlib
import json
import os
import shutil
import signal
import struct
import sys
from pathlib import Path
from typing import Any

KEY = b"0123456789abcdef0123456789abcdef"  # of the folder `encrypted`
ACCOUNT = "000000000000"  # that of every server
HOUR_MS = 3_600_000
DELAY_MS = 6 * HOUR_MS  # of the deletion of the table `deleting`
PIECE = 2  # entries of one piece of a job's work
VIEWS = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")


def item(number: int, **attributes: Any) -> dict[str, Any]:
    """Return an item with all keys that the tables have."""
    return {
        "pk": {"S": f"p{number % 3}"},
        "sk": {"S": f"{number:03}"},
        "g": {"S": f"g{number % 2}"},
        "l": {"N": str(-number)},
        "v": {"L": [{"N": str(number)}, {"N": "0.5"}]},
        **attributes,
    }


def key(number: int) -> dict[str, Any]:
    """Return the key of an item."""
    return {name: item(number)[name] for name in ("pk", "sk")}


def schema(*names: str) -> list[dict[str, str]]:
    """Return a key schema."""
    roles = ("HASH", "RANGE")
    return [{"AttributeName": name, "KeyType": role} for name, role in zip(names, roles)]  # noqa: B905


def definitions(text: str) -> list[dict[str, str]]:
    """Return attribute definitions: `definitions("pk:S n:N")`."""
    pairs = [each.split(":") for each in text.split()]
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in pairs]


GLOBAL = {"IndexName": "global", "KeySchema": schema("g"), "Projection": {"ProjectionType": "ALL"}}
INCLUDED = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["l"]}
OTHER = {"IndexName": "other", "KeySchema": schema("g", "l"), "Projection": INCLUDED}
LOCAL = {
    "IndexName": "local",
    "KeySchema": schema("pk", "l"),
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
NEAR = {
    "IndexName": "near",
    "VectorAttribute": {"AttributeName": "v"},
    "Dimensions": 2,
    "DistanceFunction": "EUCLIDEAN",
    "Projection": {"ProjectionType": "ALL"},
    "SearchSchema": [{"AttributeName": "g", "SearchSchemaElementType": "INLINE_FILTER"}],
}


class Maker:
    """Makes the content of one folder with version 0.1."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        opening: Any = importlib.import_module("jedlik.storage.sqlite")
        in_memory: Any = importlib.import_module("tests.engine.in_memory")
        self.caller: Any = None
        self.storage = opening.open_folder(folder, key=key, now_ms=self.now_ms)
        self.caller = in_memory.Caller(storage=self.storage, account_id=ACCOUNT)
        self.clock = self.caller.clock
        self.slow = in_memory.Caller(storage=self.storage, account_id=ACCOUNT, delay_ms=DELAY_MS)
        for job, name in (
            ("build_indexes", "_PAGE_ITEMS"),
            ("expire_items", "_PIECE_ITEMS"),
            ("erase_tables", "_PIECE_ITEMS"),
            ("erase_indexes", "_PIECE_ENTRIES"),
        ):
            setattr(self.job(job), name, PIECE)

    def now_ms(self) -> int:
        """Return the time."""
        now_ms: int = self.caller.clock.now_ms()
        return now_ms

    async def calls(self, name: str, **members: Any) -> dict[str, Any]:
        """Call an operation."""
        answer: dict[str, Any] = await self.caller.calls(name, **members)
        return answer

    def job(self, name: str) -> Any:
        """Return the module of a job."""
        return importlib.import_module(f"jedlik.engine.jobs.{name}")

    async def do(self, name: str, pieces: int | None = None) -> None:
        """Do some pieces of the work of a job; all that is due by default."""
        job, done = self.job(name), 0
        while done != pieces and await job.is_due(self.caller.node):
            await job.run(self.caller.node)
            done += 1

    async def create(self, name: str, keys: str = "pk:S sk:S", **members: Any) -> None:
        """Create a table."""
        names = [each.partition(":")[0] for each in keys.split()[:2]]
        request = {"KeySchema": schema(*names), "BillingMode": "PAY_PER_REQUEST", **members}
        await self.calls(
            "CreateTable", TableName=name, AttributeDefinitions=definitions(keys), **request
        )

    async def fill(self, name: str, *numbers: int, **attributes: Any) -> None:
        """Put items."""
        for number in numbers:
            await self.calls("PutItem", TableName=name, Item=item(number, **attributes))

    async def set_time_to_live(self, name: str, attribute: str, *, enabled: bool = True) -> None:
        """Switch time to live on or off, an hour after the last change."""
        self.clock.time_ms += HOUR_MS
        specification = {"Enabled": enabled, "AttributeName": attribute}
        await self.calls("UpdateTimeToLive", TableName=name, TimeToLiveSpecification=specification)

    def at(self, in_s: int) -> dict[str, Any]:
        """Return a time in some seconds as an attribute value."""
        return {"N": str(self.clock.time_ms // 1000 + in_s)}

    async def make(self) -> None:
        """Make everything."""
        await self.make_streams()
        await self.make_time_to_live()
        await self.make_tables()
        await self.make_builds()
        await self.make_erasures()
        await self.make_transactions()

    async def make_streams(self) -> None:
        """Streams of each view, with shards that have ended and shards that are open."""
        for view in VIEWS:
            stream = {"StreamEnabled": True, "StreamViewType": view}
            await self.create(view, StreamSpecification=stream)
            await self.change(view)
        await self.create("ended", StreamSpecification=stream)
        await self.create("lost", StreamSpecification=stream)
        await self.change("ended")
        await self.change("lost")
        await self.set_time_to_live(view, "at")
        await self.fill(view, 20, at=self.at(-1))
        await self.do("expire_items")
        self.clock.time_ms += 4 * HOUR_MS
        await self.do("roll_shards")
        for view in VIEWS:
            await self.fill(view, 1, 9)
        off = {"StreamEnabled": False}
        await self.calls("UpdateTable", TableName="ended", StreamSpecification=off)
        await self.calls("DeleteTable", TableName="lost")
        await self.do("erase_tables")

    async def change(self, name: str) -> None:
        """Make one change of each kind."""
        await self.fill(name, 1, 2)
        await self.fill(name, 1, new={"BOOL": True})
        await self.calls("DeleteItem", TableName=name, Key=key(2))

    async def make_time_to_live(self) -> None:
        """Time to live in each phase of its work."""
        for name in ("sweep", "off", "reset"):
            await self.create(name)
            await self.fill(name, 1, 2, 3, at=self.at(12 * HOUR_MS // 1000), until=self.at(1))
            await self.fill(name, 4, at=self.at(100_000_000), until=self.at(100_000_000))
            await self.set_time_to_live(name, "at")
            await self.do("expire_items")
        await self.create("backfill")
        await self.fill("backfill", 1, 2, 3, 4, 5, 6, at=self.at(100_000_000))
        await self.set_time_to_live("backfill", "at")
        await self.do("expire_items", 2)
        await self.fill("backfill", 2, 5, at=self.at(200_000_000))
        await self.set_time_to_live("off", "at", enabled=False)
        await self.set_time_to_live("reset", "at", enabled=False)
        await self.set_time_to_live("reset", "until")
        await self.fill("sweep", 5, at=self.at(1))

    async def make_tables(self) -> None:
        """A table with all kinds of indexes, and tables with other settings and types."""
        indexes = {
            "GlobalSecondaryIndexes": [GLOBAL, OTHER],
            "LocalSecondaryIndexes": [LOCAL],
            "VectorIndexes": [NEAR],
        }
        await self.create("indexed", "pk:S sk:S g:S l:N", **indexes)
        await self.fill("indexed", *range(8))
        await self.fill("indexed", 3, g={"S": "moved"}, text={"S": "x" * 50})
        await self.calls("DeleteItem", TableName="indexed", Key=key(5))
        units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}
        await self.create(
            "settings",
            "b:B n:N",
            BillingMode="PROVISIONED",
            ProvisionedThroughput=units,
            Tags=[{"Key": "team", "Value": "music"}],
            DeletionProtectionEnabled=True,
            TableClass="STANDARD_INFREQUENT_ACCESS",
            SSESpecification={"Enabled": True, "SSEType": "KMS"},
        )
        types = {
            "b": {"B": "AAE="},
            "n": {"N": "-1.5E-100"},
            "map": {"M": {"list": {"L": [{"NULL": True}, {"BOOL": False}]}}},
            "sets": {"L": [{"SS": ["a", "b"]}, {"NS": ["1", "2"]}, {"BS": ["AA==", "AQ=="]}]},
        }
        await self.calls("PutItem", TableName="settings", Item=types)

    async def make_builds(self) -> None:
        """Indexes that are half built: at the first page, and at the erasure of marks.

        The job takes the build of the oldest table first, so the newest table comes first here.
        """
        names = ("cleared", "building", "building-near")
        for name in names:
            await self.create(name)
            await self.fill(name, *range(9))
        for name in reversed(names):
            update: dict[str, Any] = {"GlobalSecondaryIndexUpdates": [{"Create": GLOBAL}]}
            if name == "building-near":
                update = {"VectorIndexUpdates": [{"Create": NEAR}]}
            await self.calls(
                "UpdateTable", TableName=name, AttributeDefinitions=definitions("g:S"), **update
            )
            await self.do("build_indexes", 1)
            await self.fill(name, 0, 3, 8, g={"S": "written"})
            await self.calls("DeleteItem", TableName=name, Key=key(4))
        await self.do("build_indexes", 3)  # the rest of the items, but not yet the marks

    async def die(self, job_name: str) -> None:
        """Do a job in a process that dies, so that its lease stays."""
        job, runner = self.job(job_name).JOB, self.job("runner")

        async def die(_: object) -> None:
            raise InterruptedError

        try:
            await runner.work(job._replace(run=die), self.caller.node, "killed")
        except InterruptedError:
            return
        raise AssertionError(f"{job_name} is not due")

    async def make_erasures(self) -> None:
        """A deleted index and a deleted table, each half erased, and a table that is DELETING."""
        await self.create("dropped", "pk:S sk:S g:S", GlobalSecondaryIndexes=[GLOBAL])
        await self.fill("dropped", *range(5))
        delete = [{"Delete": {"IndexName": "global"}}]
        await self.calls("UpdateTable", TableName="dropped", GlobalSecondaryIndexUpdates=delete)
        await self.do("erase_indexes", 1)
        await self.create("gone", "pk:S sk:S g:S", GlobalSecondaryIndexes=[GLOBAL])
        await self.fill("gone", *range(5))
        await self.calls("DeleteTable", TableName="gone")
        await self.do("erase_tables", 1)
        await self.create("deleting", "pk:S sk:S g:S", GlobalSecondaryIndexes=[GLOBAL])
        await self.fill("deleting", *range(3))
        self.slow.clock.time_ms = self.clock.time_ms
        await self.slow.calls("DeleteTable", TableName="deleting")

    async def make_transactions(self) -> None:
        """A transaction whose token has not expired. The last answer is that to its request."""
        await self.calls("TransactWriteItems", **TRANSACTION)


TRANSACTION: dict[str, Any] = {
    "ClientRequestToken": "token",
    "TransactItems": [
        {
            "Update": {
                "TableName": "indexed",
                "Key": key(number),
                "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            }
        }
        for number in (1, 30)
    ],
}


async def make(folder: Path, key: bytes | None) -> None:
    """Make a folder, and write down what a client reads of it."""
    maker = Maker(folder, key)
    await maker.make()
    await write_answers(maker, folder)
    await maker.storage.close()


async def write_answers(maker: Maker, folder: Path) -> None:
    """Write down what a client reads."""
    answers: Any = importlib.import_module("answers")  # the file is next to this script
    found = {"now_ms": maker.clock.time_ms, **await answers.answers(maker.calls)}
    folder.with_suffix(".json").write_text(json.dumps(found, sort_keys=True) + "\n")


def vacuum(folder: Path, key: bytes | None) -> None:
    """Make the file as small as it can be."""
    connection: Any = importlib.import_module("jedlik.storage.sqlite.connection")
    file = connection.connect(folder / "jedlik.db", key=key)
    file.execute("VACUUM")
    file.close()


def make_killed(folder: Path) -> None:
    """Write to a copy of `plain`, kill the process, and cut off the last frame of its log."""
    now_ms = json.loads(folder.with_name("plain.json").read_text())["now_ms"]
    child = os.fork()
    if not child:
        asyncio.run(_write_and_die(folder, now_ms))
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    log = folder / "jedlik.db-wal"
    os.truncate(log, _end_of_log(log.read_bytes()) - 100)
    (folder / "jedlik.db-shm").unlink(missing_ok=True)


async def _write_and_die(folder: Path, now_ms: int) -> None:
    maker = Maker(folder, None)
    maker.clock.time_ms = now_ms
    await maker.fill("indexed", 40, 41)
    await maker.fill("NEW_AND_OLD_IMAGES", 40, 41)
    await maker.do("build_indexes", 1)  # the marks
    await maker.do("build_indexes", 1)  # a page of `building`
    await maker.die("build_indexes")
    await write_answers(maker, folder)
    await maker.fill("indexed", 42)  # the write that is cut off
    os.kill(os.getpid(), signal.SIGKILL)


def _end_of_log(log: bytes) -> int:
    """Return where the last frame of a log ends. Source: SQLite, "WAL-mode File Format"."""
    page_bytes = struct.unpack(">I", log[8:12])[0]
    at = 32
    while log[at + 8 : at + 16] == log[16:24]:
        at += 24 + page_bytes
    return at


def main() -> None:
    """Make all folders. The answers about `encrypted` are those about `plain`."""
    target = Path(sys.argv[1])
    for name, key in (("plain", None), ("encrypted", KEY)):
        folder = target / name
        shutil.rmtree(folder, ignore_errors=True)
        asyncio.run(make(folder, key))
        vacuum(folder, key)
    (target / "encrypted.json").unlink()
    shutil.rmtree(target / "killed", ignore_errors=True)
    shutil.copytree(target / "plain", target / "killed")
    make_killed(target / "killed")


if __name__ == "__main__":
    main()
