"""Makes folders of the current format with this version: `python -m tests.folders.make FOLDER`.

Each new format needs new folders. `make_1_and_2` made those of the formats before.
"""

import asyncio
import importlib
import os
import random
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from jedlik.app.credentials import sealing_key
from jedlik.engine.jobs import Job, take_lease
from jedlik.engine.sealing import Sealing
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import connect
from tests.engine.in_memory import Caller, SteppedClock, is_due, run_once
from tests.features.exports.samples import MemoryBuckets
from tests.folders import content
from tests.folders.answers import answers
from tests.folders.export_content import make_exports
from tests.folders.import_content import make_imports
from tests.folders.plan_content import begin_jobs, make_plans

# The constants that limit a piece of a job's work.
PIECES = (
    "tables.erasure._PIECE_ITEMS",
    "secondary_indexes.build_indexes._PAGE_ITEMS",
    "secondary_indexes.build_indexes._PIECE_MARKERS",
    "secondary_indexes.erasure._PIECE_ENTRIES",
    "time_to_live.expire_items._PIECE_ITEMS",
    "encryption_keys.encrypt_items.PAGE_ITEMS",
    "history.reader._PAGE_ITEMS",
    "history.window._PAGE_ITEMS",
    "history.window._LOG_RECORDS",
    "history.window._PIECE_PAGES",
    "exports.make_exports._FILE_BYTES",
)


class Maker:
    """Calls the operations and does the jobs of this version: see `content.Maker`."""

    def __init__(self, folder: Path, key: bytes | None, *, now_ms: int | None = None) -> None:
        self.clock = SteppedClock()
        self.clock.time_ms = now_ms or self.clock.time_ms
        self.storage = open_folder(folder, key=key, now_ms=self.clock.now_ms)
        self._buckets = MemoryBuckets()
        self._sealing = Sealing(partial(sealing_key, folder, key))
        self.caller = self._caller()
        self._slow = self._caller(delay_ms=content.DELAY_MS)

    def _caller(self, *, delay_ms: int = 0) -> Caller:
        caller = Caller(
            storage=self.storage,
            clock=self.clock,
            account_id=content.ACCOUNT,
            delay_ms=delay_ms,
            sealing=self._sealing,
        )
        caller.node.buckets = self._buckets
        return caller

    async def calls(self, name: str, **members: Any) -> dict[str, Any]:
        """Call an operation."""
        return await self.caller.calls(name, **members)

    async def begin(self, name: str, **members: Any) -> None:
        """Call an operation on a table whose transitions take DELAY_MS."""
        await self._slow.calls(name, **members)

    def _job(self, name: str) -> Job:
        jobs = [job for feature in self.caller.features for job in feature.jobs]
        return next(job for job in jobs if job.name == name.replace("_", " "))

    async def do(self, name: str, pieces: int | None = None) -> None:
        """Do some pieces of the work of a job; all that is due by default."""
        job, done = self._job(name), 0
        while done != pieces and await is_due(job, self.caller.node):
            await run_once(job, self.caller.node)
            done += 1

    async def die(self, name: str) -> None:
        """Leave the lease of a job, as a process does that dies."""
        assert await take_lease(self._job(name), self.caller.node, "killed") is not None


def set_pieces() -> None:
    """Let jobs take pieces of two entries."""
    for each in PIECES:
        module, _, name = each.rpartition(".")
        setattr(importlib.import_module(f"jedlik.features.{module}"), name, content.PIECE)


@contextmanager
def fixed_secrets() -> Iterator[None]:
    """Let keys and nonces be the same each time, so that two folders can be compared."""
    numbers = random.Random(0)
    with (
        mock.patch.object(secrets, "token_bytes", numbers.randbytes),
        mock.patch.object(secrets, "token_hex", lambda count: numbers.randbytes(count).hex()),
    ):
        yield


async def make(folder: Path, key: bytes | None) -> None:
    """Make a folder, and write down what a client reads of it."""
    maker = Maker(folder, key)
    with fixed_secrets():
        await make_plans(maker)
        await make_exports(maker)
        await content.make_content(maker)
        await make_imports(maker)
        await begin_jobs(maker)
    content.write_answers(folder, maker.clock.time_ms, await answers(maker.calls))
    await maker.storage.close()
    file = connect(folder / "jedlik.db", key=key)
    file.execute("VACUUM")
    file.close()


async def make_more_and_die(folder: Path, now_ms: int) -> None:
    """Make what `killed` has more than `plain`, and be killed."""
    maker = Maker(folder, None, now_ms=now_ms)
    await content.make_more(maker)
    content.write_answers(folder, now_ms, await answers(maker.calls))
    await content.write_and_die(maker)


def main() -> None:
    """Make all folders. The answers about `encrypted` are those about `plain`."""
    target = Path(sys.argv[1])
    set_pieces()
    for name, key in (("plain", None), ("encrypted", content.KEY)):
        asyncio.run(make(target / name, key))
    (target / "encrypted.json").unlink()
    killed = Path(shutil.copytree(target / "plain", target / "killed"))
    now_ms = content.now_ms_of(target / "plain")
    child = os.fork()
    if not child:
        asyncio.run(make_more_and_die(killed, now_ms))
    os.waitpid(child, 0)
    content.cut_off(killed)


if __name__ == "__main__":
    main()
