"""Servers in namespaces of Linux: with a small disk of their own, or as the first of a container.

Root may make namespaces, and other users may where the system allows it.
"""

import os
import subprocess
from pathlib import Path
from typing import Final

_AS_ROOT: Final = () if os.geteuid() == 0 else ("--map-root-user",)

# Mounts a disk of some MiB at "$1", and runs the rest.
_ON_SMALL_DISK: Final = 'mount -t tmpfs -o size="$2"m tmpfs "$1" && shift 2 && exec "$@"'


def on_small_disk(folder: Path, *, size_mib: int) -> tuple[str, ...]:
    """Returns a command that runs another one with a disk at `folder` that only this one sees."""
    shell = ("sh", "-c", _ON_SMALL_DISK, "sh", str(folder), str(size_mib))
    return ("unshare", *_AS_ROOT, "--mount", *shell)


def seen_by(pid: int, path: Path) -> Path:
    """Returns the path by which a file is found that only another process sees."""
    return Path(f"/proc/{pid}/root{path}")


# Runs a command as the first process of a container: it has the number 1.
CONTAINER: Final = ("unshare", *_AS_ROOT, "--pid", "--fork", "--kill-child", "--mount-proc")


def cannot(command: tuple[str, ...]) -> str | None:
    """Returns why a command with namespaces cannot be run here, or None."""
    try:
        done = subprocess.run(
            [*command, "true"], capture_output=True, text=True, check=False, timeout=60
        )
    except FileNotFoundError:
        return "unshare is not installed"
    return None if done.returncode == 0 else f"this system allows no namespaces: {done.stderr}"
