"""Data folders with backups, made without a server, and the command that reads them."""

import asyncio
import os
import signal
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Never

import pytest

from jedlik.app.cli import main
from jedlik.app.credentials import sealing_key
from jedlik.app.settings import SETTINGS
from jedlik.engine.sealing import Sealing
from jedlik.features.backups.records import all_backups, block_key
from jedlik.features.history import reader
from jedlik.storage.interface import Batch, Put
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import Caller, definitions, keys, table
from tests.features.backups.samples import work

ACCOUNT = "000000000000"
KEY = bytes(range(32))
INDEX = {
    "IndexName": "by_n",
    "KeySchema": keys("n HASH"),
    "Projection": {"ProjectionType": "ALL"},
}


class Command:
    """Runs `jedlik backup` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, status: int = 0) -> str:
        """Returns the output, or the errors if the command must fail."""
        found = main(["backup", *map(str, arguments)])
        printed = self._capsys.readouterr()
        assert found == status, printed.err
        return printed.err if status else printed.out


@pytest.fixture(name="backup")
def backup_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, in an environment without settings, with blocks of ten items."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 10)
    return Command(capsys)


def killed(at: int, patched: tuple[type, str], *arguments: str | Path) -> bool:
    """Runs a command in a process that is killed at the call number `at` of a method.

    Returns whether the process was killed: if not, it called the method less often. patched: a
    class and the name of its method.
    """
    child = os.fork()
    if child == 0:
        _run_and_die(at, patched, arguments)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _run_and_die(at: int, patched: tuple[type, str], arguments: Sequence[str | Path]) -> Never:
    owner, name = patched
    method, calls = getattr(owner, name), count(1)

    def dying(*given: Any, **named: Any) -> Any:
        if next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*given, **named)

    setattr(owner, name, dying)
    try:
        os._exit(main([*map(str, arguments)]))
    finally:
        os._exit(99)


def item(number: int, size: int = 500) -> dict[str, Any]:
    """Returns an item of a table."""
    return {"pk": {"S": f"{number:04}"}, "n": {"S": str(number % 3)}, "t": {"S": "x" * size}}


def make_folder(
    folder: Path, *, key: bytes | None = None, tables: int = 1, items: int = 30, **members: Any
) -> list[str]:
    """Makes a folder with tables `music-0` and so on, and a backup of each. Returns their ARNs.

    key: encrypts the folder. members: more members of CreateTable.
    """
    return asyncio.run(_made(folder, key, tables, items, members))


async def _made(
    folder: Path, key: bytes | None, tables: int, items: int, members: dict[str, Any]
) -> list[str]:
    storage = open_folder(folder, key=key)
    sealing = Sealing(partial(sealing_key, folder, key))
    caller = Caller(storage=storage, account_id=ACCOUNT, sealing=sealing)
    arns: list[str] = []
    for number in range(tables):
        name = f"music-{number}"
        more = {
            "AttributeDefinitions": definitions("pk", "n"),
            "GlobalSecondaryIndexes": [INDEX],
            **members,
        }
        await caller.calls("CreateTable", **{**table(name), **more})
        for first in range(0, items, 25):
            puts = [
                {"PutRequest": {"Item": item(each)}}
                for each in range(first, min(first + 25, items))
            ]
            await caller.calls("BatchWriteItem", RequestItems={name: puts})
        answer = await caller.calls("CreateBackup", TableName=name, BackupName=f"b-{number}")
        arns.append(answer["BackupDetails"]["BackupArn"])
    await work(caller)
    await storage.close()
    return arns


def items_in(folder: Path, name: str, *, key: bytes | None = None, **index: str) -> list[Any]:
    """Returns the items of a table in a folder, in a fixed order."""
    return asyncio.run(_items(folder, name, key, index))


async def _items(folder: Path, name: str, key: bytes | None, index: dict[str, str]) -> list[Any]:
    storage = open_folder(folder, key=key)
    sealing = Sealing(partial(sealing_key, folder, key))
    caller = Caller(storage=storage, account_id=ACCOUNT, sealing=sealing)
    try:
        answer = await caller.calls("Scan", TableName=name, **index)
    finally:
        await storage.close()
    assert "LastEvaluatedKey" not in answer
    return sorted(answer["Items"], key=str)


def objects(place: Path) -> dict[str, bytes]:
    """Returns the objects of a folder of copies, by name."""
    return {
        str(each.relative_to(place)): each.read_bytes()
        for each in sorted(place.rglob("*"))
        if each.is_file()
    }


def damage_block(folder: Path, number: int = 0, *, key: bytes | None = None) -> None:
    """Changes a byte of a block of the first backup."""
    asyncio.run(_damaged(folder, number, key))


async def _damaged(folder: Path, number: int, key: bytes | None) -> None:
    storage = open_folder(folder, key=key)
    (backup, *_) = [each async for each in all_backups(storage)]
    where = block_key(backup, number)
    (block,) = await storage.read([where], consistent=True)
    assert block is not None
    changed = Batch((Put(where, block[:-1] + bytes([block[-1] ^ 1])),), None)
    await storage.transact([], lambda _: changed)
    await storage.close()
