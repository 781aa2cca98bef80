"""Two workers. One is killed right after a COMMIT: `python -m ... FOLDER`.

Prints, as JSON, what the other one sees before, after, and once the killed one has a successor.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Put
from jedlik.storage.shared_epoch import SharedEpochs
from jedlik.storage.sqlite import SqliteStorage, open_folder

KEY = Key(Space.CATALOG, 0, b"name", b"")


def opened(folder: Path, epochs: SharedEpochs, worker: int) -> SqliteStorage:
    return open_folder(folder, server="tests", epoch=epochs.of(worker))


async def put(storage: SqliteStorage, value: bytes) -> None:
    batch = Batch([Put(KEY, value)], None, raises_epoch=True)
    await storage.transact([], lambda _: batch)


async def commit_and_die(folder: Path, epochs: SharedEpochs, ready: int, go: int) -> NoReturn:
    storage = opened(folder, epochs, 0)
    await put(storage, b"old")
    os.write(ready, b".")
    os.read(go, 1)
    storage._writer._connection.set_wal_hook(die)
    await put(storage, b"new")
    os._exit(1)


def die(*_: object) -> NoReturn:
    """SQLite calls this when the commit is in the log and visible to others."""
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(1)


async def seen(storage: SqliteStorage) -> dict[str, object]:
    stable = storage.epoch.stable()
    (value,) = await storage.read([KEY], consistent=True)
    return {"value": (value or b"").decode(), "now": storage.epoch.now(), "stable": stable}


async def watch(folder: Path, epochs: SharedEpochs, pid: int, go: int) -> None:
    storage = opened(folder, epochs, 1)
    before = await seen(storage)
    os.write(go, b".")
    _, status = await asyncio.to_thread(os.waitpid, pid, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    after = await seen(storage)
    successor = opened(folder, epochs, 0)
    later = await seen(storage)
    await successor.close()
    await storage.close()
    print(json.dumps([before, after, later]))


def main() -> None:
    folder, epochs = Path(sys.argv[1]), SharedEpochs(2)
    (is_ready, ready), (may_go, go) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        asyncio.run(commit_and_die(folder, epochs, ready, may_go))
    os.read(is_ready, 1)
    asyncio.run(watch(folder, epochs, pid, go))


if __name__ == "__main__":
    main()
