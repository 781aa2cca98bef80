"""Compiled modules leave out what mypyc compiles wrongly (docs/adr/0012-mypyc.md)."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy.source import PACKAGE, ROOT, named, nodes, tree

_WAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)


def patterns(name: str) -> tuple[str, ...]:
    """A list of modules in `setup.py`."""
    for node in tree(ROOT / "setup.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            found: tuple[str, ...] = ast.literal_eval(node.value)
            return found
    raise AssertionError(f"setup.py has no {name}")


def compiled_files() -> list[Path]:
    """The files that `setup.py` compiles."""
    left = {PACKAGE / each for each in patterns("_INTERPRETED")}
    found = {path for each in patterns("_COMPILED") for path in PACKAGE.glob(each)}
    return sorted(found - left)


def waits_in_handlers(all_nodes: tuple[ast.AST, ...]) -> Iterator[int]:
    """The lines of `except` and `finally` blocks that wait."""
    for node in all_nodes:
        if isinstance(node, ast.Try):
            for block in (*node.handlers, *node.finalbody):
                yield from (each.lineno for each in ast.walk(block) if isinstance(each, _WAITS))


def test_handlers_do_not_wait() -> None:
    files = compiled_files()
    assert len(files) > 200
    wrong = [f"{named(path)}:{line}" for path in files for line in waits_in_handlers(nodes(path))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("block", "is_wrong"),
    [
        ("except A:\n  await b()", True),
        ("except A:\n  if c:\n   async with d: pass", True),
        ("except A:\n  yield 1", True),
        ("finally:\n  await b()", True),
        ("except A:\n  b()", False),
        ("except A:\n  pass\n await b()", False),
        ("except A:\n  pass\n else:\n  await b()", False),
    ],
)
def test_waits_are_found(block: str, is_wrong: bool) -> None:
    text = f"async def f():\n try:\n  await a()\n {block}\n"
    assert bool(list(waits_in_handlers(tuple(ast.walk(ast.parse(text)))))) is is_wrong


def test_dependencies_are_there_when_pip_compiles() -> None:
    """pip compiles in an environment that has only what `build-system` lists. `pip install .` and
    the Dockerfile failed when mypy did not find the types of numpy there.
    """
    read = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert set(read["project"]["dependencies"]) <= set(read["build-system"]["requires"])
