"""How much memory a server may use, and for what.

The limit is for all processes of the server together. Each worker has an equal share. Fixed parts
of it are for the interpreter and for caches. The rest is for requests: `edge` counts what they hold
and refuses what does not fit. See docs/adr/0028-memory-budget.md.
"""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

MB: Final = 1024 * 1024

# The least share of a worker. With less, a request of 16 MB would not always fit.
WORKER_MB_MIN: Final = 320
_WORKER_MB_MAX: Final = 4096  # of the default

# A worker without requests and caches takes 45 MB, and 10,000 idle connections take 35 MB.
_BASE_BYTES: Final = 64 * MB
# SQLite has a cache for reads and one for writes. Each commit empties the one for reads. Nothing
# empties the one for writes, so it is smaller.
_READ_CACHE_BYTES_MAX: Final = 128 * MB
_WRITE_CACHE_BYTES_MAX: Final = 64 * MB
_CACHE_PART: Final = 16
_VECTOR_PART: Final = 4

# When memory is full, buffers may exceed the limit by an eighth until they are freed.
_EXCESS_PART: Final = 9
_CONNECTION_BYTES: Final = 32 * 1024
_CONNECTIONS_MAX: Final = 10_000

_CGROUPS: Final = Path("/sys/fs/cgroup")
_OWN_CGROUPS: Final = Path("/proc/self/cgroup")


class Share(NamedTuple):
    """The memory of one worker.

    read_cache_bytes, write_cache_bytes: the sizes of SQLite's caches. vector_bytes: the size of the
    vector cache. request_bytes: what all requests may hold. connections: how many may be open.
    """

    read_cache_bytes: int
    write_cache_bytes: int
    vector_bytes: int
    request_bytes: int
    connections: int


def share_of(limit_mb: int, *, workers: int, vector_mb: int, has_caches: bool) -> Share:
    """Returns the share of a worker.

    limit_mb: the limit of the server, 0 for the default. vector_mb: the greatest size of the vector
    cache. has_caches: whether the data is in a file, which SQLite caches.
    """
    own = (limit_mb or default_limit_mb(memory_bytes(), workers)) * MB // workers
    cache = own // _CACHE_PART if has_caches else 0
    reads, writes = min(cache, _READ_CACHE_BYTES_MAX), min(cache, _WRITE_CACHE_BYTES_MAX)
    vectors = min(own // _VECTOR_PART, vector_mb * MB)
    free = own - _BASE_BYTES - reads - writes - vectors
    requests = free - free // _EXCESS_PART
    return Share(
        reads, writes, vectors, requests, min(_CONNECTIONS_MAX, requests // _CONNECTION_BYTES)
    )


def default_limit_mb(available_bytes: int, workers: int) -> int:
    """Returns the limit if none is given: half of the memory, within the bounds of a worker."""
    half = available_bytes // 2 // MB
    return max(WORKER_MB_MIN * workers, min(half, _WORKER_MB_MAX * workers))


def memory_bytes(own: Path = _OWN_CGROUPS, root: Path = _CGROUPS) -> int:
    """Returns the memory of this machine, or that of the cgroup of this process if it is less.

    own: the file that names the cgroups of this process. root: where cgroups are mounted.
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([machine, *_cgroup_limits(own, root)])


def _cgroup_limits(own: Path, root: Path) -> Iterator[int]:
    """Yields the limits of the cgroups of this process and of all above them.

    In a container the path of its cgroup may not exist, and the root shows its limit.
    """
    try:
        lines = own.read_text().splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        number, controllers, path = line.split(":", 2)
        if number == "0":
            folder, name = root, "memory.max"  # version 2
        elif "memory" in controllers.split(","):
            folder, name = root / "memory", "memory.limit_in_bytes"  # version 1
        else:
            continue
        inside = PurePosixPath(path.lstrip("/"))
        for each in (inside, *inside.parents):
            limit = _limit(folder / each / name)
            if limit is not None:
                yield limit


def _limit(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None  # "max": no limit
