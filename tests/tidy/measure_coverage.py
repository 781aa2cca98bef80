"""Measures how much of the rules their own tests execute, and fails below 98 %. `make coverage`.

The rules are `core`, `wire` and the `rules.py` of each feature. The measure is that of coverage.py
with branches: the executed share of all statements and branches. Only the tests that mirror these
modules are run, so a rule that only a test of the whole service executes counts as untested.
Compiled modules report nothing to coverage.py, so the tests run on plain Python here.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import coverage
import pytest

from tests.tidy.source import PACKAGE, ROOT

LEAST_PERCENT: Final = 98
# Each line that runs takes ten times as long, so tests with millions of steps are left out.
_OPTIONS: Final = (
    *("-n", "0", "-m", "not many_steps"),
    *("--hypothesis-seed=0", "--hypothesis-profile=coverage"),
)


class PlainPython(MetaPathFinder):
    """Finds the source of our modules where a compiled module would be preferred to it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Returns the source of one of our modules, or None for all others."""
        if fullname.partition(".")[0] != PACKAGE.name:
            return None
        for folder in path or [str(PACKAGE.parent)]:
            spec = FileFinder(folder, (SourceFileLoader, [".py"])).find_spec(fullname, target)
            if spec is not None:
                return spec
        return None


def groups() -> Iterator[tuple[str, list[Path]]]:
    """Yields the name and the files of each part that must be covered."""
    for name in ("core", "wire"):
        yield name, sorted((PACKAGE / name).rglob("*.py"))
    for path in sorted((PACKAGE / "features").glob("*/rules.py")):
        yield str(path.relative_to(PACKAGE)), [path]


def own_tests(name: str) -> str:
    """Returns the file or folder with the tests that mirror a part."""
    path = ROOT / "tests" / name
    return str(path.with_name(f"test_{path.name}") if path.suffix else path)


def percent(reports: Sequence[dict[str, Any]]) -> float:
    """Returns the executed share of the statements and branches of some files."""
    counts = [report["summary"] for report in reports]
    total = sum(each["num_statements"] + each["num_branches"] for each in counts)
    executed = sum(each["covered_lines"] + each["covered_branches"] for each in counts)
    return 100 * executed / total if total else 100.0


def gaps(report: dict[str, Any]) -> str:
    """Returns the lines of a file that no test executed, and the branches between other lines."""
    lines = set(report["missing_lines"])
    branches = [
        f"{start}->{'exit' if end < 0 else end}"
        for start, end in report["missing_branches"]
        if start not in lines and end not in lines
    ]
    return ", ".join([*map(str, report["missing_lines"]), *branches])


def measured() -> dict[str, dict[str, Any]]:
    """Runs the tests. Returns the report of coverage.py on each file. Exits if a test fails."""
    measure = coverage.Coverage(data_file=None, branch=True, source=[str(PACKAGE)])
    sys.meta_path.insert(0, PlainPython())
    with measure.collect():
        status = pytest.main([*_OPTIONS, *[own_tests(name) for name, _ in groups()]])
    if status:
        sys.exit(status)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        measure.json_report(outfile=file.name)
        reports: dict[str, dict[str, Any]] = json.load(file)["files"]
    return {str((ROOT / name).resolve()): report for name, report in reports.items()}


def judged(name: str, reports: Sequence[tuple[Path, dict[str, Any]]]) -> tuple[bool, list[str]]:
    """Returns whether a part is covered enough, and the lines that say so."""
    share = percent([report for _, report in reports])
    lines = [f"{name}: {share:.2f} % (at least {LEAST_PERCENT} %)"]
    lines += [
        f"  {path.relative_to(ROOT)}: {gaps(report)}" for path, report in reports if gaps(report)
    ]
    return share >= LEAST_PERCENT, lines


def main() -> None:
    """Prints the coverage of each part and its gaps. Exits with 1 if a part has too little."""
    reports = measured()
    enough = True
    for name, paths in groups():
        is_covered, lines = judged(name, [(path, reports[str(path)]) for path in paths])
        enough = enough and is_covered
        print("\n".join(lines))
    sys.exit(not enough)


if __name__ == "__main__":
    main()
