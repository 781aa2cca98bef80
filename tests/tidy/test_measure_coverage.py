"""The gate of coverage sees the source of compiled modules, and counts statements and branches."""

import importlib
from typing import Any

import pytest

from tests.tidy.measure_coverage import PlainPython, gaps, groups, judged, own_tests, percent
from tests.tidy.source import PACKAGE, ROOT


def report(statements: int, missing: list[int], branches: int, missed: list[list[int]]) -> Any:
    """Returns what coverage.py reports on a file."""
    return {
        "summary": {
            "num_statements": statements,
            "covered_lines": statements - len(missing),
            "num_branches": branches,
            "covered_branches": branches - len(missed),
        },
        "missing_lines": missing,
        "missing_branches": missed,
    }


def test_the_source_of_a_module_is_found_whether_it_is_compiled_or_not() -> None:
    for name in ("jedlik.core.errors", "jedlik.core.keys", "jedlik.wire.json_1_0"):
        parent = importlib.import_module(name.rpartition(".")[0])
        spec = PlainPython().find_spec(name, list(parent.__path__))
        assert spec is not None
        assert str(spec.origin).endswith(".py")
    assert PlainPython().find_spec("orjson", None) is None
    assert PlainPython().find_spec("jedlik.core.absent", [str(PACKAGE / "core")]) is None


def test_each_part_has_files_and_tests() -> None:
    parts = dict(groups())
    assert {"core", "wire"} < parts.keys()
    assert all(parts.values())
    assert all((ROOT / own_tests(name)).exists() for name in parts)


@pytest.mark.parametrize(
    ("reports", "share"),
    [
        ([], 100),
        ([report(8, [], 2, [])], 100),
        ([report(8, [4], 2, [])], 90),
        ([report(8, [], 2, [[3, 5]])], 90),
        ([report(8, [4], 2, [[3, 4]]), report(10, [], 0, [])], 90),
    ],
)
def test_the_share_counts_statements_and_branches(reports: list[Any], share: float) -> None:
    assert percent(reports) == share


def test_gaps_are_lines_and_the_branches_between_other_lines() -> None:
    assert gaps(report(9, [4, 5], 4, [[3, 4], [7, -1], [7, 9]])) == "4, 5, 7->exit, 7->9"
    assert gaps(report(9, [], 4, [])) == ""


def test_too_little_is_refused() -> None:
    path = PACKAGE / "core" / "errors.py"
    is_covered, lines = judged("core", [(path, report(97, [1, 2, 3], 0, []))])
    assert not is_covered
    assert lines == ["core: 96.91 % (at least 98 %)", "  src/jedlik/core/errors.py: 1, 2, 3"]
    assert judged("core", [(path, report(100, [1, 2], 0, []))])[0]
