"""Whose a data folder is, and who else can write to it.

Whoever can write to the folder can replace the data, plant credentials, or make the server write to
files elsewhere by links. So the folder and the files in it must belong to the user of the process
or to root, and nobody else may write to them, with one exception: the groups of the process may. A
group is how an administrator gives a server a volume (`fsGroup` in Kubernetes), and on many systems
every user has a group of his own.

A server of root may use the folder of any one user: in containers, root gets volumes of users of
the machine. That user can change the data with or without the server. Links in the folder are
refused at the start. A link that the user makes later could lead root to files elsewhere, so root
should use folders of trusted users only.
"""

import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Final

from jedlik.storage.sqlite.open_errors import FolderUnsafeError

_ROOT: Final = 0

# The files that a server reads or writes. A volume has others in its root, such as `lost+found`.
_PREFIXES: Final = ("jedlik.", "development-")
_NAMES: Final = ("seal.key", "root-credentials")


def prepare_folder(folder: Path) -> None:
    """Creates a data folder if there is none. Raises FolderUnsafeError if others could have written
    what is in it.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in missing:  # after a power cut, a folder is only there if the one above was synced
        _sync(each.parent)
    _check(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check(folder: Path) -> None:
    status = folder.stat()
    owners = {os.geteuid(), _ROOT}
    if os.geteuid() == _ROOT:
        owners.add(status.st_uid)
    fault = _fault(status, owners)
    if fault is not None:
        raise FolderUnsafeError(folder, folder, fault)
    for file in folder.iterdir():
        if not file.name.startswith(_PREFIXES) and file.name not in _NAMES:
            continue
        try:
            status = file.lstat()
        except FileNotFoundError:  # another process stops, and removes the reserve
            continue
        fault = _kind_fault(status) or _fault(status, owners)
        if fault is not None:
            raise FolderUnsafeError(folder, file, fault)


def _kind_fault(status: os.stat_result) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link"
    return None if stat.S_ISREG(status.st_mode) else "is not a regular file"


def _fault(status: os.stat_result, owners: Collection[int]) -> str | None:
    if status.st_uid not in owners:
        return f"belongs to the user with the number {status.st_uid}"
    if status.st_mode & stat.S_IWOTH:
        return "can be written by every user"
    if status.st_mode & stat.S_IWGRP and status.st_gid not in (os.getegid(), *os.getgroups()):
        return f"can be written by the group with the number {status.st_gid}"
    return None
