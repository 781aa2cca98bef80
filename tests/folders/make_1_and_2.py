"""Makes the folders in `1` and `2`, with the last code that wrote these formats.

Run it in a checkout of commit 57a4c58 for format 1, of commit 82ed43e for format 2, installed as
its CONTRIBUTING.md says:

    PYTHONPATH=src:. .venv/bin/python <this file> <folder to make>
"""

import asyncio
import importlib
import os
import shutil
import sys
from pathlib import Path
from typing import Any

content: Any = importlib.import_module("content")  # the files are next to this script
answers: Any = importlib.import_module("answers")

PIECES = (
    ("build_indexes", "_PAGE_ITEMS"),
    ("expire_items", "_PIECE_ITEMS"),
    ("erase_tables", "_PIECE_ITEMS"),
    ("erase_indexes", "_PIECE_ENTRIES"),
)


class Maker:
    """Calls the operations and does the jobs of that code: see `content.Maker`."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        opening: Any = importlib.import_module("jedlik.storage.sqlite")
        in_memory: Any = importlib.import_module("tests.engine.in_memory")
        self.caller: Any = None
        self.storage = opening.open_folder(folder, key=key, now_ms=self.now_ms)
        account = {"storage": self.storage, "account_id": content.ACCOUNT}
        self.caller = in_memory.Caller(**account)
        self.clock = self.caller.clock
        self.slow = in_memory.Caller(**account, delay_ms=content.DELAY_MS)
        for job, name in PIECES:
            setattr(self.job(job), name, content.PIECE)

    def now_ms(self) -> int:
        """Return the time."""
        now_ms: int = self.caller.clock.now_ms()
        return now_ms

    async def calls(self, name: str, **members: Any) -> dict[str, Any]:
        """Call an operation."""
        answer: dict[str, Any] = await self.caller.calls(name, **members)
        return answer

    async def begin(self, name: str, **members: Any) -> None:
        """Call an operation on a table whose transitions take DELAY_MS."""
        self.slow.clock.time_ms = self.clock.time_ms
        await self.slow.calls(name, **members)

    def job(self, name: str) -> Any:
        """Return the module of a job."""
        return importlib.import_module(f"jedlik.engine.jobs.{name}")

    async def do(self, name: str, pieces: int | None = None) -> None:
        """Do some pieces of the work of a job; all that is due by default."""
        job, done = self.job(name), 0
        while done != pieces and await job.is_due(self.caller.node):
            await job.run(self.caller.node)
            done += 1

    async def die(self, name: str) -> None:
        """Do a job in a process that dies, so that its lease stays."""
        job, runner = self.job(name).JOB, self.job("runner")

        async def die(_: object) -> None:
            raise InterruptedError

        try:
            await runner.work(job._replace(run=die), self.caller.node, "killed")
        except InterruptedError:
            return
        raise AssertionError(f"{name} is not due")


async def make(folder: Path, key: bytes | None) -> None:
    """Make a folder, and write down what a client reads of it."""
    maker = Maker(folder, key)
    await content.make_content(maker)
    content.write_answers(folder, maker.clock.time_ms, await answers.answers(maker.calls))
    await maker.storage.close()
    connection: Any = importlib.import_module("jedlik.storage.sqlite.connection")
    file = connection.connect(folder / "jedlik.db", key=key)
    file.execute("VACUUM")
    file.close()


async def make_more_and_die(folder: Path, now_ms: int) -> None:
    """Make what `killed` has more than `plain`, and be killed."""
    maker = Maker(folder, None)
    maker.clock.time_ms = now_ms
    await content.make_more(maker)
    content.write_answers(folder, now_ms, await answers.answers(maker.calls))
    await content.write_and_die(maker)


def main() -> None:
    """Make all folders. The answers about `encrypted` are those about `plain`."""
    target = Path(sys.argv[1])
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
