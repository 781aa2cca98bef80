"""The rows of `cases`: worlds with the expected decision and text, each with its source.

A file has named callers and policies that its rows refer to. A row with `statement` has one inline
policy of the identity with this statement.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.core.iam.worlds import World

FOLDER: Final = Path(__file__).parent / "cases"
_ASIDE: Final = ("name", "source", "statement", "expected", "by", "text")


class Row(NamedTuple):
    """One row. by: the kind of policy that decides, in lower case. text: empty if allowed."""

    name: str
    source: str
    world: World
    expected: str
    by: str
    text: str


@cache
def rows() -> tuple[Row, ...]:
    """Returns the rows of all files."""
    return tuple(row for path in sorted(FOLDER.glob("*.json")) for row in _rows_of(path))


def _rows_of(path: Path) -> list[Row]:
    file = json.loads(path.read_text())
    return [
        Row(
            f"{path.stem}: {row['name']}",
            file["sources"][row["source"]],
            _world(row, file),
            row["expected"],
            row["by"],
            row.get("text", ""),
        )
        for row in file["rows"]
    ]


def _world(row: dict[str, Any], file: dict[str, Any]) -> World:
    world: dict[str, Any] = {key: value for key, value in row.items() if key not in _ASIDE}
    policies = file["policies"]
    world["caller"] = file["callers"][row["caller"]]
    for kind in ("identity", "session"):
        if kind in row:
            world[kind] = [policies[name] for name in row[kind]]
    if "statement" in row:
        document = {"Version": "2012-10-17", "Statement": [row["statement"]]}
        world["identity"] = [{"document": document}]
    if "boundary" in row:
        world["boundary"] = policies[row["boundary"]]
    if "resource_policy" in row:
        world["resource_policy"] = policies[row["resource_policy"]]["document"]
    found: World = world  # type: ignore[assignment]
    return found
