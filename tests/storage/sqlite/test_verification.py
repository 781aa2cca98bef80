"""A verification finds entries and values of a file that do not belong together."""

import asyncio
from pathlib import Path

import apsw
import pytest

from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.opening import FILE_NAME
from jedlik.storage.sqlite.verification import file_faults

ENTRIES = """
    INSERT INTO value VALUES (1, x'aa'), (2, x'bb');
    INSERT INTO entry VALUES (2, 7, x'01', x'', 1, 0), (2, 7, x'02', x'', 2, 0);
    INSERT INTO entry VALUES (6, 7, x'01', x'', 1, 1), (6, 7, x'02', x'', 9, 1);
"""


@pytest.mark.parametrize(
    ("damage", "faults"),
    [
        ("", []),
        ("DELETE FROM value WHERE id = 1", ["1 entries have lost their value"]),
        ("INSERT INTO value VALUES (3, x'cc'), (4, x'dd')", ["2 values belong to no entry"]),
        (
            "UPDATE entry SET is_copy = 1; DELETE FROM value",
            [],
        ),
        (
            "INSERT INTO entry VALUES (2, 7, x'03', x'', 2, 0)",
            ["1 entries have the value of another and are no copies"],
        ),
    ],
)
def test_what_does_not_fit_is_reported(tmp_path: Path, damage: str, faults: list[str]) -> None:
    asyncio.run(open_folder(tmp_path).close())
    connection = apsw.Connection(str(tmp_path / FILE_NAME))
    connection.execute(ENTRIES + damage).fetchall()
    connection.close()
    assert file_faults(tmp_path / FILE_NAME, key=None) == faults
