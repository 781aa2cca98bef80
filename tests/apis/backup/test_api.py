"""The API of AWS Backup is loaded late, and it has the operations of its routes."""

import subprocess
import sys

from jedlik.apis.backup.api import BACKUP
from jedlik.apis.backup.built import BUILT
from jedlik.apis.backup.model.routes import ROUTES

PROGRAM = """
import sys
import jedlik.app.compose
late = ("jedlik.apis.backup.operations", "jedlik.apis.backup.model.vaults")
print(*(name for name in sys.modules if name.startswith(late)), end="")
"""


def test_the_names_are_those_of_the_routes() -> None:
    assert sorted(each.name for each in BUILT) == sorted(ROUTES) == list(BACKUP.names)


def test_a_server_that_never_uses_it_does_not_load_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_conflict_is_sent_again_by_sdks() -> None:
    row = BACKUP.errors["ConcurrentModification"]
    assert (row.code, row.http_status, row.retry) == ("ThrottlingException", 429, True)
