"""Opens a folder, and is killed in one step of its migration: `python -m ... FOLDER STEP`."""

import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

import apsw

from jedlik.storage.sqlite import checksums, open_folder

PLAIN, CHECKED = checksums.vfs_for(b""), checksums.vfs_for(None)


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(1)


class DyingVFS(apsw.VFS):
    """Dies at the first write of the second half of the new file."""

    def __init__(self) -> None:
        super().__init__("dying", CHECKED)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  (SQLite's)
        return DyingFile(name, flags)


class DyingFile(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__(CHECKED, name, flags)
        self._path = str(name.filename() if isinstance(name, apsw.URIFilename) else name)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802  (SQLite's)
        if self._path.endswith(checksums.NEW_SUFFIX) and offset >= 20_000:
            die()
        super().xWrite(data, offset)


def main() -> None:
    folder, step = Path(sys.argv[1]), sys.argv[2]
    vfs = DyingVFS()  # in use as long as it exists
    if step == "execute":
        checksums._vfs_names = lambda: (PLAIN, "dying")  # type: ignore[assignment]
    elif step == "fsync":
        os.fsync = die  # type: ignore[assignment]
    elif step == "replace":
        Path.replace = die  # type: ignore[assignment,method-assign]
    else:
        replace = Path.replace

        def replace_and_die(self: Path, target: Path) -> NoReturn:
            replace(self, target)
            die()

        Path.replace = replace_and_die  # type: ignore[assignment,method-assign]
    open_folder(folder)
    del vfs


if __name__ == "__main__":
    main()
