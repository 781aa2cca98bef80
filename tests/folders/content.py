"""What the folders contain: something of every feature, and each kind of background work half done.

It imports nothing of the project, so that the scripts next to it can use it in a checkout of an
earlier version.
"""

import json
import os
import signal
import struct
from pathlib import Path
from typing import Any, NoReturn, Protocol

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


SEVERAL = {
    "IndexName": "several",
    "KeySchema": [
        {"AttributeName": name, "KeyType": role}
        for name, role in (("g", "HASH"), ("h", "HASH"), ("l", "RANGE"), ("sk", "RANGE"))
    ],
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
PARTITIONED = {
    **NEAR,
    "IndexName": "partitioned",
    "DistanceFunction": "COSINE",
    "Projection": INCLUDED,
    "SearchSchema": [{"AttributeName": "g", "SearchSchemaElementType": "HASH"}],
}


class Maker(Protocol):
    """The version of Jedlik that makes a folder. `clock` has its time as `time_ms`."""

    clock: Any

    async def calls(self, name: str, **members: Any) -> dict[str, Any]:
        """Call an operation."""
        ...

    async def begin(self, name: str, **members: Any) -> None:
        """Call an operation on a table whose transitions take DELAY_MS."""
        ...

    async def do(self, name: str, pieces: int | None = None) -> None:
        """Do some pieces of the work of a job; all that is due by default."""
        ...

    async def die(self, name: str) -> None:
        """Do a job in a process that dies, so that its lease stays."""
        ...


class Content:
    """Makes the content of one folder."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.clock = maker.clock
        self.calls = maker.calls
        self.do = maker.do

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
        await self.make_backups()
        await self.make_streams()
        await self.make_time_to_live()
        await self.make_tables()
        await self.make_builds()
        await self.make_erasures()
        await self.make_transactions()
        await self.make_encrypted()

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
        """Tables with all kinds of indexes, and tables with other settings and types."""
        await self.create(
            "several",
            "pk:S sk:S g:S l:N h:B",
            GlobalSecondaryIndexes=[SEVERAL],
            VectorIndexes=[PARTITIONED],
            OnDemandThroughput={"MaxReadRequestUnits": 10},
            WarmThroughput={"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 5_000},
        )
        await self.fill("several", *range(4), h={"B": "AAE="})
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

    async def make_encrypted(self) -> None:
        """Tables under a key: one that always was, one that is half encrypted, and one that has no
        key any more.
        """
        key_id = (await self.calls("CreateKey"))["KeyMetadata"]["KeyId"]
        await self.calls("CreateAlias", AliasName="alias/music", TargetKeyId=key_id)
        sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id}
        keys = "pk:S sk:S g:S l:N"
        views = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        some = {"GlobalSecondaryIndexes": [GLOBAL, OTHER], "StreamSpecification": views}
        for name in ("always", "none"):
            await self.create(name, keys, SSESpecification=sse, **some)
            await self.fill(name, *range(4))
        without = {"Enabled": False}
        await self.calls("UpdateTable", TableName="none", SSESpecification=without)
        await self.create("half", keys, **some)
        await self.fill("half", *range(8))
        await self.calls("UpdateTable", TableName="half", SSESpecification=sse)
        await self.do("encrypt_items", 2)

    async def make_backups(self) -> None:
        """A table with point-in-time recovery, a complete backup, one that is half made, and
        restores that are half done.
        """
        await self.create("recovered", "pk:S sk:S g:S", GlobalSecondaryIndexes=[GLOBAL])
        await self.fill("recovered", *range(8))
        on = {"PointInTimeRecoveryEnabled": True}
        await self.calls(
            "UpdateContinuousBackups", TableName="recovered", PointInTimeRecoverySpecification=on
        )
        made = await self.calls("CreateBackup", TableName="recovered", BackupName="made")
        await self.do("make_backups")
        self.clock.time_ms += HOUR_MS
        await self.calls("DeleteItem", TableName="recovered", Key=key(3))
        self.clock.time_ms += HOUR_MS
        second = self.clock.time_ms // 1000 - 1
        await self.calls("CreateBackup", TableName="recovered", BackupName="unfinished")
        await self.calls(
            "RestoreTableFromBackup",
            BackupArn=made["BackupDetails"]["BackupArn"],
            TargetTableName="from-backup",
        )
        await self.calls(
            "RestoreTableToPointInTime",
            SourceTableName="recovered",
            TargetTableName="to-second",
            RestoreDateTime=second,
        )
        await self.fill("recovered", 0, 7, 9, g={"S": "later"})
        await self.do("make_backups", 1)
        await self.do("restore_tables", 1)

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
        await self.maker.begin("DeleteTable", TableName="deleting")

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


async def make_content(maker: Maker) -> None:
    """Make the content of the folders `plain` and `encrypted`."""
    await Content(maker).make()


def write_answers(folder: Path, now_ms: int, found: dict[str, Any]) -> None:
    """Write down what a client reads, next to the folder."""
    text = json.dumps({"now_ms": now_ms, **found}, sort_keys=True)
    folder.with_suffix(".json").write_text(text + "\n")


def now_ms_of(folder: Path) -> int:
    """Return the time at which a folder was made."""
    now_ms: int = json.loads(folder.with_suffix(".json").read_text())["now_ms"]
    return now_ms


async def make_more(maker: Maker) -> None:
    """Make what `killed` has more than `plain`."""
    content = Content(maker)
    await content.fill("indexed", 40, 41)
    await content.fill("NEW_AND_OLD_IMAGES", 40, 41)
    await maker.do("build_indexes", 1)  # the marks
    await maker.do("build_indexes", 1)  # a page of `building`
    await maker.die("build_indexes")


async def write_and_die(maker: Maker) -> NoReturn:
    """Make the write that is cut off, and die."""
    await Content(maker).fill("indexed", 42)
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(1)


def cut_off(folder: Path) -> None:
    """Cut off the last frame of the log of a killed process."""
    log = folder / "jedlik.db-wal"
    os.truncate(log, _end_of_log(log.read_bytes()) - 100)
    for name in ("jedlik.db-shm", "jedlik.reserve"):  # a server makes them again
        (folder / name).unlink(missing_ok=True)


def _end_of_log(log: bytes) -> int:
    """Return where the last frame of a log ends. Source: SQLite, "WAL-mode File Format"."""
    page_bytes = struct.unpack(">I", log[8:12])[0]
    at = 32
    while log[at + 8 : at + 16] == log[16:24]:
        at += 24 + page_bytes
    return at
