"""Facts about the machine and the software, so that others can judge and repeat a result."""

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

from benchmarks.http import wrk

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("uvloop", "httptools", "orjson", "apsw-sqlite3mc")


def machine() -> dict[str, str]:
    """Returns names and values for people to read."""
    facts = {
        "cpu": _first("/proc/cpuinfo", "model name"),
        "cores": str(os.cpu_count()),
        "memory": f"{int(_first('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.1f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "wrk": wrk.version(),
    }
    return facts | {package: _version(package) for package in _PACKAGES}


def commit() -> str:
    """Returns the checked-out commit, with `-modified` after changes, or `unknown` outside git."""
    head = _git("rev-parse", "HEAD")
    if not head:
        return "unknown"
    return head + ("-modified" if _git("status", "--porcelain", "src") else "")


def filesystem(folder: Path) -> str:
    """Returns the type of the file system of a folder. On a tmpfs nothing is durable."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(len(place), kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(above)[1]


def _git(*arguments: str) -> str:
    output = subprocess.run(
        ["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    return output.stdout.strip()


def _first(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return "unknown"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
