"""Sizes, names and docstrings, as CONTRIBUTING.md states them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy.source import ROOT, all_files, functions, named, nodes, package_files, tree

# A rule reads every file, which takes minutes on a busy machine.
pytestmark = pytest.mark.timeout(600)

FILE_LINES = 400
FUNCTION_LINES = 60
PARAMETERS = 5
FORBIDDEN = re.compile(
    r"(^|_)(helpers?|utils?|utilit(y|ies)|common|misc|managers?|handlers?|executors?|processors?)(_|$)"
)
# Tables of data may be longer than code.
TABLES = ("reserved_words.py", "limits.py")
# Names that a library calls us by.
CALLED_BY_LIBRARIES = ("set_exec_trace",)


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    names += [each.arg for each in function.args.kwonlyargs]
    return [name for name in names if name not in ("self", "cls")]


def test_files_are_short() -> None:
    long = [
        f"{named(path)}: {count} lines"
        for path in all_files()
        if (count := len(path.read_text().splitlines())) > FILE_LINES and path.name not in TABLES
    ]
    assert not long, "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{named(path)}:{function.lineno}: {function.name} has {lines(function)} lines"
        for path in all_files()
        for function in functions(path)
        if lines(function) > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_functions_take_few_parameters() -> None:
    wrong = [
        f"{named(path)}:{function.lineno}: {function.name} takes {parameters(function)}"
        for path in package_files()
        for function in functions(path)
        if len(parameters(function)) > (8 if function.name == "__init__" else PARAMETERS)
    ]
    assert not wrong, "\n".join(wrong)


def test_names_say_what_things_are() -> None:
    wrong = [
        f"{named(path)}:{line}: {name}"
        for path in package_files()
        for line, name in [(1, path.stem), *_defined(path)]
        if FORBIDDEN.search(name) and name not in CALLED_BY_LIBRARIES
    ]
    assert not wrong, "\n".join(wrong)


def _defined(path: Path) -> Iterator[tuple[int, str]]:
    """The classes and functions of a file in lower case, each with its line."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower()


def test_public_things_have_docstrings() -> None:
    files = [path for path in package_files() if path.name != "__main__.py"]
    missing = [
        f"{named(path)}:{getattr(node, 'lineno', 1)}"
        for path in files
        for node in (tree(path), *_public(tree(path)))
        if not ast.get_docstring(node)
    ]
    assert not missing, "\n".join(missing)


def _public(
    node: ast.Module | ast.ClassDef,
) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    found: list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef] = []
    for each in node.body:
        if not isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if each.name.startswith("_") or _overrides(each):
            continue
        found.append(each)
        if isinstance(each, ast.ClassDef):
            found += _public(each)
    return found


def _overrides(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "override" for each in node.decorator_list)


def test_constants_are_final() -> None:
    # Compiled, a name that is not Final is looked up in a dict each time it is read (ADR 0012).
    wrong = [
        f"{named(path)}:{name.lineno}: {name.id}"
        for path in package_files()
        for name in _variables(tree(path))
        if re.fullmatch(r"_?[A-Z][A-Z0-9_]+", name.id)
    ]
    assert not wrong, "\n".join(wrong)


def _variables(module: ast.Module) -> Iterator[ast.Name]:
    """The names that a module assigns without declaring them Final."""
    for node in module.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (each for each in names if isinstance(each, ast.Name))
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and "Final" not in ast.unparse(node.annotation)
        ):
            yield node.target


def test_classes_are_compared_with_tuples() -> None:
    # `isinstance(x, A | B)` makes a union each time. A tuple is compiled to comparisons (ADR 0012).
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in package_files()
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "isinstance"
        and isinstance(node.args[1], ast.BinOp)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_package_has_a_docstring() -> None:
    folders = {path.parent for path in package_files()}
    missing = [
        named(folder)
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
        or not ast.get_docstring(tree(folder / "__init__.py"))
    ]
    assert not missing, missing


def test_no_broad_except_outside_the_boundaries() -> None:
    # A decide that raises fails its own caller alone: storage.interface promises it. A thread or a
    # task that ended would do no more work, and C gets no result from a callback that raises.
    boundaries = {"stages.py", "jobs.py", "writer.py", "decisions.py", "cold_reader.py"}
    boundaries |= {"checkpointer.py", "recovery.py", "no_wait.py"}
    # What work raises that takes turns goes to its caller, and what a job waits for to the job.
    boundaries |= {"turns.py", "breaks.py"}
    for path in package_files():
        for node in nodes(path):
            if not isinstance(node, ast.ExceptHandler) or path.name in boundaries:
                continue
            names = {
                each.id
                for each in ast.walk(node.type or ast.Name("bare"))
                if isinstance(each, ast.Name)
            }
            assert not names & {"bare", "Exception", "BaseException"}, (
                f"{named(path)}:{node.lineno}"
            )


def test_adr_numbers_are_used_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))
