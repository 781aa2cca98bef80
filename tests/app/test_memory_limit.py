"""The shares of a limit, and what the machine and its cgroups allow."""

import os
from pathlib import Path

import pytest

from jedlik.app.memory_limit import MB, WORKER_MB_MIN, default_limit_mb, memory_bytes, share_of

MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def test_the_least_share_has_room_for_a_request_of_any_text() -> None:
    share = share_of(WORKER_MB_MIN, workers=1, vector_mb=512, has_caches=True)
    assert (share.read_cache_bytes, share.write_cache_bytes) == (20 * MB, 20 * MB)
    assert share.vector_bytes == 80 * MB
    assert share.request_bytes > 7 * 16 * MB
    assert share.connections == share.request_bytes // (32 * 1024)


def test_all_parts_are_within_the_limit() -> None:
    for limit in (320, 1000, 4096, 100_000):
        for workers in (1, 3, 64):
            share = share_of(limit * workers, workers=workers, vector_mb=512, has_caches=True)
            caches = share.read_cache_bytes + share.write_cache_bytes
            parts = 64 * MB + caches + share.vector_bytes
            assert parts + share.request_bytes * 9 // 8 <= limit * MB
            assert share.connections <= 10_000


def test_caches_have_a_greatest_size() -> None:
    share = share_of(10_000, workers=1, vector_mb=100, has_caches=True)
    assert (share.read_cache_bytes, share.write_cache_bytes) == (128 * MB, 64 * MB)
    assert share.vector_bytes == 100 * MB
    without = share_of(10_000, workers=1, vector_mb=0, has_caches=False)
    assert (without.read_cache_bytes, without.write_cache_bytes, without.vector_bytes) == (0, 0, 0)
    assert without.request_bytes > share.request_bytes


@pytest.mark.parametrize(
    ("available_mb", "workers", "limit_mb"),
    [(256, 1, 320), (2000, 1, 1000), (2000, 4, 1280), (64_000, 1, 4096), (64_000, 2, 8192)],
)
def test_the_default_is_half_of_the_memory(available_mb: int, workers: int, limit_mb: int) -> None:
    assert default_limit_mb(available_mb * MB, workers) == limit_mb


def test_no_limit_is_the_default() -> None:
    share = share_of(0, workers=2, vector_mb=0, has_caches=False)
    limit = default_limit_mb(memory_bytes(), 2)
    assert share == share_of(limit, workers=2, vector_mb=0, has_caches=False)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_version_2_has_limits_at_each_level(tmp_path: Path) -> None:
    own, root = tmp_path / "cgroup", tmp_path / "fs"
    own.write_text("0::/pod/app\n")
    write(root / "pod/app/memory.max", "max\n")
    assert memory_bytes(own, root) == MACHINE
    write(root / "pod/memory.max", f"{200 * MB}\n")
    assert memory_bytes(own, root) == 200 * MB
    write(root / "memory.max", f"{100 * MB}\n")
    assert memory_bytes(own, root) == 100 * MB


def test_version_1_in_a_container_that_sees_only_its_own_cgroup(tmp_path: Path) -> None:
    own, root = tmp_path / "cgroup", tmp_path / "fs"
    own.write_text("5:cpu,cpuacct:/docker/1\n4:memory:/docker/1\n0::/\n")
    write(root / "memory/memory.limit_in_bytes", f"{100 * MB}\n")
    assert memory_bytes(own, root) == 100 * MB
    write(root / "memory/memory.limit_in_bytes", "9223372036854771712\n")
    assert memory_bytes(own, root) == MACHINE


def test_a_system_without_cgroups(tmp_path: Path) -> None:
    assert memory_bytes(tmp_path / "missing", tmp_path) == MACHINE
