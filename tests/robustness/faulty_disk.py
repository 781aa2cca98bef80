"""A disk that fails, loses power, or ends the process, at one chosen call of SQLite.

It is a layer (VFS) below all others: SQLite, its encryption and its checksums call it as they call
the operating system. It must be installed before the storage is imported.
"""

import os
import random
import signal
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, NoReturn

import apsw

SECTOR_BYTES: Final = 512

Identity = tuple[int, int]  # of a file: its device and its number there

# The calls that can fail, and with what. EIO, ENOSPC and ENOLCK reach SQLite as these codes.
ERRORS: Final = {
    "read": (apsw.SQLITE_IOERR_READ,),
    "write": (apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_FULL),
    "sync": (apsw.SQLITE_IOERR_FSYNC,),
    "truncate": (apsw.SQLITE_IOERR_TRUNCATE,),
    "size": (apsw.SQLITE_IOERR_FSTAT,),
    "lock": (apsw.SQLITE_IOERR_LOCK, apsw.SQLITE_BUSY),
    "open": (apsw.SQLITE_CANTOPEN,),
    "delete": (apsw.SQLITE_IOERR_DELETE,),
}


class Plan(NamedTuple):
    """What happens at which call. at: the number of the first call concerned, from 1.

    action: `error`, `kill` (the process ends, the system goes on), or `power cut` (what was not
    synced is lost in part). lasting: how many calls fail. seed: of what a power cut loses.
    """

    at: int
    action: str
    lasting: int = 1
    seed: int = 0


class FaultyDisk(apsw.VFS):
    """Counts calls, and carries out one plan. Without a plan it does nothing else."""

    def __init__(self) -> None:
        self.calls = 0
        self.failed = 0
        self.plan: Plan | None = None
        self.contents: dict[Identity | None, Content] = {}
        self.power = Lock()  # held while contents change, and from a power cut on
        self._base = apsw.vfs_names()[0]
        super().__init__("faulty", self._base, makedefault=True)

    def step(self, call: str) -> None:
        """Counts a call. Raises the error that the plan wants, or ends the process."""
        self.calls += 1
        plan = self.plan
        if plan is None or not plan.at <= self.calls < plan.at + plan.lasting:
            return
        if plan.action == "error":
            self.failed += 1
            codes = ERRORS[call]
            raise apsw.exception_for(codes[(plan.seed + self.calls) % len(codes)])
        if plan.action == "power cut":
            self._lose_power(random.Random(plan.seed))
        die()

    def _lose_power(self, chance: random.Random) -> None:
        """Leaves what survives, and ends the process. No thread gets beyond its current call."""
        self.power.acquire()
        try:
            for identity, content in self.contents.items():
                if identity == identity_of(content.path):
                    content.path.write_bytes(content.after_power_cut(chance))
        finally:
            die()

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  (SQLite's)
        self.step("open")
        return FaultyFile(self, self._base, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802  (SQLite's)
        self.step("delete")
        super().xDelete(filename, syncdir)
        with self.power:
            for identity, content in list(self.contents.items()):
                if content.path == Path(filename):
                    del self.contents[identity]

    def content_of(self, path: Path) -> "Content":
        """Returns the content of an open file, the same one for all its names (hard links)."""
        identity = identity_of(path)
        with self.power:
            found = self.contents.get(identity)
            if found is None or identity_of(found.path) != identity:  # the number is used again
                found = self.contents[identity] = Content(path)
            return found


class FaultyFile(apsw.VFSFile):
    """A file on that disk."""

    def __init__(
        self, disk: FaultyDisk, base: str, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self._disk = disk
        super().__init__(base, name, flags)
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        self._content = Content(path) if name is None else disk.content_of(path)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802  (SQLite's)
        self._disk.step("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802  (SQLite's)
        self._disk.step("write")
        super().xWrite(data, offset)
        with self._disk.power:
            self._content.written.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  (SQLite's)
        self._disk.step("truncate")
        super().xTruncate(newsize)
        with self._disk.power:
            self._content.written.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802  (SQLite's)
        self._disk.step("sync")
        super().xSync(flags)
        with self._disk.power:
            self._content.sync()

    def xFileSize(self) -> int:  # noqa: N802  (SQLite's)
        self._disk.step("size")
        return super().xFileSize()

    def xLock(self, level: int) -> None:  # noqa: N802  (SQLite's)
        self._disk.step("lock")
        super().xLock(level)


class Content:
    """The bytes of a file: those that were synced, and what was written since.

    written: an offset and bytes, or a new size and None.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.synced = bytearray(path.read_bytes() if path.exists() else b"")
        self.written: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        """Everything that was written is on the disk."""
        for each in self.written:
            self._apply(*each)
        self.written.clear()

    def after_power_cut(self, chance: random.Random) -> bytes:
        """Returns what is left: of the writes since the last sync any sectors, in any order."""
        sectors: list[tuple[int, bytes | None]] = []
        for offset, data in self.written:
            if data is None:
                sectors.append((offset, None))
                continue
            parts = range(0, len(data), SECTOR_BYTES)
            sectors += [(offset + at, data[at : at + SECTOR_BYTES]) for at in parts]
        share = chance.choice([0.0, 0.5, 0.9, 1.0])
        for each in sectors:
            if chance.random() < share:
                self._apply(*each)
        return bytes(self.synced)

    def _apply(self, offset: int, data: bytes | None) -> None:
        if data is None:
            del self.synced[offset:]
        else:
            missing = offset - len(self.synced)
            if missing > 0:
                self.synced += bytes(missing)
            self.synced[offset : offset + len(data)] = data


def identity_of(path: Path) -> Identity | None:
    """Returns what tells a file from others, None if there is no file of this name."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def die() -> NoReturn:
    """Ends this process at once."""
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(1)
