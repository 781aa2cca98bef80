"""A part of the tests with real clients passes with servers on PostgreSQL too.

`pytest --store postgresql` runs all of them there (`tests/app/stores.py`). docs/scale.md has the
counts.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.app import stores
from tests.storage.postgresql.database import prepare

ROOT = Path(__file__).parents[2]
# Each kind of write and read.
PARTS = ("test_items.py", "test_transactions.py", "test_pages.py")


def test_real_clients_on_postgresql() -> None:
    if stores.is_postgresql():
        pytest.skip("all tests of this run use PostgreSQL")
    prepare()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-p", "no:xdist"),
            *(stores.OPTION, stores.POSTGRESQL),
            *(str(ROOT / "tests" / "api" / part) for part in PARTS),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[100%]" in done.stdout
