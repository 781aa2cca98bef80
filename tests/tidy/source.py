"""The source files of the project and what they import, read with `ast`.

A rule is one test about all files, which lists the files and lines that break it. Each file is read
once for all rules.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jedlik"


class Import(NamedTuple):
    """One import statement: the module it names, and its line."""

    module: str
    line: int


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the syntax tree of a file."""
    return tuple(ast.walk(tree(path)))


def named(path: Path) -> str:
    """A path as it is written in the repository."""
    return str(path.relative_to(ROOT))


def package_files() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def all_files() -> list[Path]:
    """Every Python file of the repository that we wrote."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "benchmarks")
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def module_name(path: Path) -> str:
    """`src/jedlik/core/errors.py` -> `jedlik.core.errors`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def is_ours(module: str) -> bool:
    """Whether a dotted name is a module or a package of ours."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """Every import of a file, wherever in the file it is."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[Import]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            if not all(map(is_ours, modules)):
                yield Import(node.module, node.lineno)
            for module in modules:
                yield Import(module, node.lineno)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
