"""Tests mirror the code: `src/jedlik/a/b.py` has its test in `tests/a/test_b.py`.

A module without any behaviour needs no test: a table of data, types, or an interface. What it
declares is tested where it is used.
"""

import ast
from pathlib import Path

from tests.tidy.source import PACKAGE, ROOT, functions, module_name, named, package_files

# Modules that are tested elsewhere, each with the reason.
EXCEPTIONS = {
    "jedlik.__main__": "tests/app/test_cli.py runs it as a program",
    "jedlik.storage.memory": "the tests of tests/storage run on every storage",
    "jedlik.storage.postgresql.storage": "the tests of tests/storage run on every storage",
    "jedlik.storage.sqlite.storage": "the tests of tests/storage run on every storage",
    "jedlik.storage.sqlite.damage": "tests/storage/sqlite/test_checksums.py damages files",
    "jedlik.storage.sqlite.data_file": "tests/storage/sqlite/test_recovery.py removes the file",
    "jedlik.storage.sqlite.full_disk_mode": "tests/storage/sqlite/test_recovery.py fills the disk",
    "jedlik.storage.sqlite.no_wait": "tests/storage/sqlite/test_cold_reader.py reads without it",
    "jedlik.storage.sqlite.reserve": "tests/storage/sqlite/test_recovery.py fills the disk",
    "jedlik.storage.sqlite.server_lock": "tests/storage/sqlite/test_opening.py starts two servers",
}
EXCEPTIONS_MAX = 10
# Each feature has its row in a module of this name. tests/tidy/test_features.py tests all rows.
ROW = "feature.py"


def mirror(path: Path) -> Path:
    """Returns the path of a module's test."""
    inside = path.relative_to(PACKAGE)
    return ROOT / "tests" / inside.with_name(f"test_{inside.name}")


def has_behaviour(path: Path) -> bool:
    """Returns whether a function of the module does anything."""
    return any(not _is_declaration(function) for function in functions(path))


def _is_declaration(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Returns whether the body is only a docstring and an ellipsis, as in an interface."""
    return all(
        isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
        for each in function.body
    )


TESTED = [
    path
    for path in package_files()
    if path.name not in ("__init__.py", ROW) and has_behaviour(path)
]


def test_each_module_has_its_test() -> None:
    missing = [
        named(mirror(path))
        for path in TESTED
        if module_name(path) not in EXCEPTIONS and not mirror(path).exists()
    ]
    assert not missing, missing


def test_exceptions_are_few_and_needed() -> None:
    assert len(EXCEPTIONS) <= EXCEPTIONS_MAX
    untested = {module_name(path) for path in TESTED if not mirror(path).exists()}
    assert not EXCEPTIONS.keys() - untested


def test_behaviour_is_found(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    for source, found in (
        ("A = 1\n", False),
        ("class A:\n    a: int\n", False),
        ('class A:\n    def a(self) -> int:\n        """Returns it."""\n        ...\n', False),
        ("def a() -> None:\n    ...\n", False),
        ("def a() -> int:\n    return 1\n", True),
        ("class A:\n    async def a(self) -> None:\n        await b()\n", True),
    ):
        path = path.with_name(path.name + "_")
        path.write_text(source)
        assert has_behaviour(path) is found, source
