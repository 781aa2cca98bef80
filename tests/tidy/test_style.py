"""Sizes, names and docstrings, as CONTRIBUTING.md states them."""

import ast
import re
from pathlib import Path

import pytest

from tests.tidy.source import ROOT, all_files, functions, module_name, package_files, tree

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


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", all_files(), ids=ids)
def test_files_are_short(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= FILE_LINES or path.name in TABLES, f"{lines} lines"


@pytest.mark.parametrize("path", all_files(), ids=ids)
def test_functions_are_short(path: Path) -> None:
    for function in functions(path):
        lines = (function.end_lineno or 0) - function.lineno + 1
        assert lines <= FUNCTION_LINES, f"{function.name}: {lines} lines"


@pytest.mark.parametrize("path", package_files(), ids=ids)
def test_functions_take_few_parameters(path: Path) -> None:
    for function in functions(path):
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        names += [each.arg for each in function.args.kwonlyargs]
        counted = [name for name in names if name not in ("self", "cls")]
        limit = 8 if function.name == "__init__" else PARAMETERS
        assert len(counted) <= limit, f"{function.name} takes {counted}"


@pytest.mark.parametrize("path", package_files(), ids=ids)
def test_names_say_what_things_are(path: Path) -> None:
    names = [path.stem]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower())
    wrong = [name for name in names if FORBIDDEN.search(name) and name not in CALLED_BY_LIBRARIES]
    assert not wrong, wrong


@pytest.mark.parametrize("path", package_files(), ids=ids)
def test_public_things_have_docstrings(path: Path) -> None:
    missing: list[str] = [] if ast.get_docstring(tree(path)) else [module_name(path)]
    if path.name == "__main__.py":
        return
    for node in _public(tree(path)):
        if not ast.get_docstring(node):
            missing.append(node.name)
    assert not missing, missing


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


@pytest.mark.parametrize("path", package_files(), ids=ids)
def test_constants_are_final(path: Path) -> None:
    # Compiled, a name that is not Final is looked up in a dict each time it is read (ADR 0012).
    constants: list[str] = []
    for node in tree(path).body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                constants += [each.id for each in names if isinstance(each, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            is_final = "Final" in ast.unparse(node.annotation)
            constants += [] if is_final else [node.target.id]
    wrong = [name for name in constants if re.fullmatch(r"_?[A-Z][A-Z0-9_]+", name)]
    assert not wrong, wrong


@pytest.mark.parametrize("path", package_files(), ids=ids)
def test_classes_are_compared_with_tuples(path: Path) -> None:
    # `isinstance(x, A | B)` makes a union each time. A tuple is compiled to comparisons (ADR 0012).
    wrong = [
        f"line {node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "isinstance"
        and isinstance(node.args[1], ast.BinOp)
    ]
    assert not wrong, wrong


def test_every_package_has_a_docstring() -> None:
    folders = {path.parent for path in package_files()}
    missing = [
        ids(folder)
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
    # What work raises that takes turns goes to its caller.
    boundaries.add("turns.py")
    for path in package_files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ExceptHandler) or path.name in boundaries:
                continue
            names = {
                each.id
                for each in ast.walk(node.type or ast.Name("bare"))
                if isinstance(each, ast.Name)
            }
            assert not names & {"bare", "Exception", "BaseException"}, f"{path.name}:{node.lineno}"


def test_adr_numbers_are_used_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))
