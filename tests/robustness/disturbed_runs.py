"""Runs a storage on a faulty disk again and again: `python -m ... ACTION RUNS SEED FOLDER [KEY]`.

Each run is a process of its own, which reports what it writes. Its disk fails, loses power or ends
the process at a random call; then the folder is opened again and compared with the reports. The
result is printed as JSON: figures, and a sentence for each fault that was found.

ACTION: see `Plan`. KEY: 64 hexadecimal digits, for an encrypted folder.
"""

import asyncio
import json
import logging
import os
import random
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from tests.robustness.faulty_disk import FaultyDisk, Plan

DISK = FaultyDisk()  # before the storage is imported: it finds the layers then

from jedlik.core.keys.key import Key  # noqa: E402
from jedlik.core.keys.space import Space  # noqa: E402
from jedlik.storage.interface import (  # noqa: E402
    Batch,
    Delete,
    Mutation,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.sqlite import (  # noqa: E402
    OpenError,
    SqliteStorage,
    checkpointer,
    open_folder,
    recovery,
)
from jedlik.storage.sqlite.open_errors import FileBusyError, FolderUnusableError  # noqa: E402
from jedlik.storage.sqlite.opening import FILE_NAME  # noqa: E402
from jedlik.storage.sqlite.verification import file_faults  # noqa: E402

NAMES = 40
ROUNDS = 40
TOGETHER = 4  # writes that may share a commit
CALLS = 500  # of a short run; the next run is disturbed within those of the last one
LASTING = (1, 1, 3, 30, 300)  # calls that fail
RECOVERY_S = 20.0
PLACES = (Space.ITEM, Space.INDEX)  # each write writes to both, or to neither

Say = Callable[[str], None]
States = dict[int, set[int]]


class Wrong(Exception):  # noqa: N818  (what a run has found)
    """A sentence about something that must not be."""


def value_of(number: int) -> bytes | None:
    """Returns the value that a write with this number leaves. Some need overflow pages."""
    return None if number % 5 == 0 else f"{number}:".encode() * (number * 7919 % 1500 + 1)


def writes(name: int, number: int) -> list[Mutation]:
    """Returns the mutations of a write."""
    value = value_of(number)
    keys = [Key(space, 1, b"p", name.to_bytes(2, "big")) for space in PLACES]
    return [Delete(key) if value is None else Put(key, value) for key in keys]


# --- the process that is disturbed ---------------------------------------------------------------


async def write(storage: SqliteStorage, name: int, number: int, say: Say) -> bool:
    """Writes and reports it. Returns whether the storage has acknowledged it."""
    say(f"begun {name} {number}")
    try:
        await storage.transact([], lambda _: Batch(writes(name, number), None))
    except StorageUnavailableError:
        say("refused 0 0")
        return False
    say(f"done {name} {number}")
    return True


async def write_all(folder: Path, key: bytes | None, chance: random.Random, say: Say) -> None:
    """Writes while the disk is faulty. Once it is not any more, a write must succeed."""
    storage = open_folder(folder, key=key)
    number = chance.randrange(1_000_000)
    for _ in range(ROUNDS):
        names = chance.sample(range(NAMES), chance.randint(1, TOGETHER))
        numbers = range(number, number + len(names))
        number += len(names)
        pairs = zip(names, numbers, strict=True)
        await asyncio.gather(*(write(storage, name, at, say) for name, at in pairs))
        await asyncio.sleep(chance.choice([0, 0, 0.003]))
    DISK.plan = None
    deadline = asyncio.get_running_loop().time() + RECOVERY_S
    while not await write(storage, 0, number := number + 1, say):
        if asyncio.get_running_loop().time() > deadline:
            raise Wrong("the storage does not recover")
        await asyncio.sleep(0.01)
    await storage.close()


def be_disturbed(plan: Plan, folder: Path, key: bytes | None, pipe: int) -> NoReturn:
    """Is the process of one run."""
    checkpointer._PERIOD_S = 0.004  # type: ignore[misc]
    recovery.PERIOD_S = 0.004  # type: ignore[misc]
    logging.disable()  # the storage logs its outages

    def say(line: str) -> None:
        os.write(pipe, (line + "\n").encode())

    DISK.calls, DISK.plan = 0, plan
    DISK.contents.clear()
    try:
        asyncio.run(write_all(folder, key, random.Random(plan.seed), say))
    except (FileBusyError, FolderUnusableError):
        say("unopened 0 0")
    except BaseException:  # noqa: BLE001  (reported to the other process)
        say("wrong 0 0 " + json.dumps(traceback.format_exc()))
    say(f"calls {DISK.calls} {DISK.failed}")
    os._exit(0)


# --- the process that checks ---------------------------------------------------------------------


class Run(NamedTuple):
    """One run. states: the numbers that each name may have, 0 if it was never written."""

    plan: Plan
    figures: Counter[str]
    states: States


def run(plan: Plan, folder: Path, key: bytes | None, states: States) -> Run:
    """Runs one process, and reads its reports."""
    reading, pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        be_disturbed(plan, folder, key, pipe)
    os.close(pipe)
    figures: Counter[str] = Counter()
    with os.fdopen(reading) as reports:
        for line in reports:
            word, name, number, *rest = line.rstrip("\n").split(" ", 3)
            figures[word] += 1
            if word == "wrong":
                raise Wrong(json.loads(rest[0]))
            if word == "begun":
                states.setdefault(int(name), {0}).add(int(number))
            elif word == "done":
                states[int(name)] = {int(number)}
            elif word == "calls":
                figures["calls"], figures["faults"] = int(name), int(number)
    _, status = os.waitpid(pid, 0)
    figures["ended"] = int(os.waitstatus_to_exitcode(status) < 0)
    return Run(plan, figures, states)


async def check(folder: Path, key: bytes | None, states: States) -> None:
    """Compares the folder with what it may contain. What is there becomes what it contains."""
    storage = open_folder(folder, key=key)
    try:
        for name, numbers in states.items():
            keys = [each.key for each in writes(name, 1) if isinstance(each, Put)]
            first, second = await storage.read(keys, consistent=True)
            if first != second:
                raise Wrong(f"half of a write of {name}: {first!r} and {second!r}")
            possible = [number for number in numbers if stored(number) == first]
            if not possible:
                raise Wrong(f"{name} has {first!r}, not one of {sorted(numbers)}")
            numbers.clear()
            numbers.update(possible)
    finally:
        await storage.close()
    if faults := file_faults(folder / FILE_NAME, key=key):
        raise Wrong("; ".join(faults))


def stored(number: int) -> bytes | None:
    """Returns what a name has whose last write had this number."""
    return value_of(number) if number else None


def main() -> None:
    """Runs, and prints the result."""
    action, runs, seed, root = sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    key = bytes.fromhex(sys.argv[5]) if len(sys.argv) > 5 else None
    chance = random.Random(f"{seed} {action} {key!r}")
    figures: Counter[str] = Counter()
    found: list[str] = []
    calls = CALLS
    states: States = {}
    folder = root / "0"
    for number in range(runs):
        if number % 5 == 0:  # a few runs of one folder, then another one
            shutil.rmtree(folder, ignore_errors=True)
            folder, states = root / f"{number}", {}
        lasting = chance.choice(LASTING) if action == "error" else 1
        plan = Plan(chance.randrange(1, calls), action, lasting, chance.randrange(1 << 32))
        try:
            done = run(plan, folder, key, states)
            figures.update(done.figures)
            if done.figures["calls"] > CALLS:
                calls = done.figures["calls"]
            asyncio.run(check(folder, key, states))
        except (Wrong, OpenError, StorageUnavailableError) as error:
            found.append(f"seed {seed}, run {number}, {plan}: {type(error).__name__} {error}")
            folder, states = root / f"{number}-next", {}
    print(json.dumps({**figures, "runs": runs, "found": found}))


if __name__ == "__main__":
    main()
