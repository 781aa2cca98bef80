"""Operations that few servers are asked for are loaded late, and they are all there."""

import subprocess
import sys

from jedlik.apis.dynamodb.api import DYNAMODB

PROGRAM = """
import sys
import jedlik.app.compose
late = ("backups.make", "backups.restore", "exports.make", "imports.import_tables", "zstandard",
        "bulk_operations.put", "item_files.reader", "operations.create_backup", "partiql",
        "statements.statement", "dynamodb.condition_keys", "streams.operations.get_records",
        "operations.create_table", "operations.search_vectors", "numpy", "cryptography")
print(", ".join(name for name in sys.modules if any(part in name for part in late)), end="")
"""


def test_the_names_are_those_of_the_operations() -> None:
    assert [each.name for each in DYNAMODB.operations.values()] == list(DYNAMODB.names)


def test_a_server_does_not_load_what_few_requests_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
