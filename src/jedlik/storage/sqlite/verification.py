"""Verifies the relations between the tables of the file, whatever the entries mean."""

from contextlib import closing
from pathlib import Path
from typing import Final

from jedlik.storage.sqlite.connection import connect

_VALUES: Final = "SELECT count(*) FROM value"
# Copies are not counted: those of an index that is being erased may break the rules for a while
# (see `interface.Copy`).
_OWN: Final = """
    SELECT count(*), count(DISTINCT value_id), count(id)
    FROM entry LEFT JOIN value ON id = value_id WHERE NOT is_copy
"""


def file_faults(path: Path, *, key: bytes | None) -> list[str]:
    """Returns a sentence for each fault in the relations between entries and values.

    Counts every row, which takes some seconds for a million rows.
    """
    with closing(connect(path, key=key)) as connection:
        connection.execute("BEGIN")  # one snapshot, until the connection is closed
        values: int = connection.execute(_VALUES).get
        own, shown, found = connection.execute(_OWN).get
    faults = []
    if found < own:
        faults.append(f"{own - found:,} entries have lost their value")
    if shown < own:
        faults.append(f"{own - shown:,} entries have the value of another and are no copies")
    if shown - (own - found) < values:
        faults.append(f"{values - shown + own - found:,} values belong to no entry")
    return faults
