"""Two containers that share a volume: the second server is refused. Skipped without namespaces.

tests/app/test_workers.py tries two servers of one script.
"""

import subprocess
from pathlib import Path

import pytest

from tests.app.server import COMMAND, environment, start
from tests.robustness.namespaces import CONTAINER, cannot


def test_two_containers_do_not_share_a_folder(tmp_path: Path) -> None:
    reason = cannot(CONTAINER)
    if reason is not None:
        pytest.skip(reason)
    first = start("--data", str(tmp_path), prefix=CONTAINER)
    try:
        assert "process 1 on " in (tmp_path / "jedlik.lock").read_text()
        second = subprocess.run(
            [*CONTAINER, COMMAND, "serve", "--port", "0", "--data", str(tmp_path)],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    finally:
        first.kill()
    assert second.returncode == 1
    assert "is in use by another server" in second.stderr
    assert second.stderr.count("\n") == 1
