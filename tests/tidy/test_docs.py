"""Documents agree with the code they describe, and with each other."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb.operations.refused import OPERATIONS, OPERATIONS_BY_CAPABILITY
from jedlik.apis.dynamodb_streams.built import BUILT as STREAMS_BUILT
from jedlik.apis.jedlik.built import BUILT as JEDLIK_BUILT
from jedlik.apis.sts.built import BUILT as STS_BUILT
from jedlik.app.settings import SETTINGS
from tests.tidy.generate_docs import DOCUMENTS
from tests.tidy.source import PACKAGE, ROOT, module_name, named, nodes, package_files, tree

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`([a-z_]+(?:/[a-z_0-9]+)+(?:\.py|\.md|\.sql)?)`")
# In the walks of CONTRIBUTING.md: a file, or a class, function or method of the file before it.
_STEP = re.compile(r"`(?:([\w/]+\.py)|([A-Z][a-z]\w*|[\w.]+(?=\(\)))(?:\(\))?)`")
# The operations of each API that have a file, by the package of the API.
BUILT = {
    "dynamodb": [each for each in DYNAMODB.operations.values() if each not in OPERATIONS],
    "dynamodb_streams": STREAMS_BUILT,
    "jedlik": JEDLIK_BUILT,
    "sts": STS_BUILT,
}
# Packages whose modules are listed by a table.
LISTED_ELSEWHERE = tuple(f"jedlik.apis.{package}.operations" for package in BUILT)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_derived_documents_are_current(path: Path) -> None:
    assert path.read_text() == DOCUMENTS[path](), "run `make docs`"


def file_name(operation: str) -> str:
    """`PutItem` -> `put_item`."""
    return "".join("_" + c.lower() if c.isupper() else c for c in operation).lstrip("_")


@pytest.mark.parametrize("package", BUILT)
def test_every_operation_has_its_file_and_its_test(package: str) -> None:
    names = {file_name(each.name) for each in BUILT[package]}
    files = (PACKAGE / "apis" / package / "operations").glob("*.py")
    assert names <= {path.stem for path in files}
    tests = (ROOT / "tests" / "apis" / package / "operations").glob("test_*.py")
    assert {f"test_{name}" for name in names} <= {path.stem for path in tests}


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [each.flag for each in SETTINGS if f"`{each.flag}" not in readme]
    assert not missing, missing


def test_what_is_refused_is_listed_among_the_differences() -> None:
    differences = (ROOT / "docs" / "differences.md").read_text()
    missing = [
        name
        for capability, names in OPERATIONS_BY_CAPABILITY.items()
        for name in (capability[0].upper() + capability[1:], *names)
        if name not in differences
    ]
    assert not missing, missing


def texts() -> list[Path]:
    """Every document that we wrote."""
    folders = (ROOT / "docs", PACKAGE)
    return sorted([*ROOT.glob("*.md"), *(path for each in folders for path in each.rglob("*.md"))])


def links(path: Path) -> list[tuple[Path, str]]:
    """The files that a document links to, and the heading of each or nothing."""
    found = []
    for target in _LINK.findall(_CODE.sub("", path.read_text())):
        if "://" not in target:
            file, _, heading = target.partition("#")
            found.append(((path.parent / file).resolve() if file else path, heading))
    return found


@cache
def anchors(path: Path) -> set[str]:
    """The headings of a document as links name them."""
    headings = _HEADING.findall(_CODE.sub("", path.read_text()))
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_links_lead_to_files_and_headings() -> None:
    dead = [
        f"{named(path)}: {target}#{heading}"
        for path in texts()
        for target, heading in links(path)
        if not target.exists() or (heading and heading not in anchors(target))
    ]
    assert not dead, "\n".join(dead)


def test_paths_in_documents_exist() -> None:
    dead = [
        f"{named(path)}: {each}"
        for path in texts()
        for each in _PATH.findall(path.read_text())
        if not any(
            (base / f"{each}{end}").exists()
            for base in (ROOT, PACKAGE, path.parent)
            for end in ("", ".py")
        )
    ]
    assert not dead, "\n".join(dead)


def test_documents_are_reached_from_readme_or_contributing() -> None:
    reached: set[Path] = set()
    left = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    while left:
        path = left.pop()
        if path not in reached:
            reached.add(path)
            ends = [target for target, _ in links(path)] if path.suffix == ".md" else []
            left += [*ends, *(path.glob("*.md") if path.is_dir() else ())]
    unreached = [named(path) for path in (ROOT / "docs").rglob("*.md") if path not in reached]
    assert not unreached, unreached


def test_every_limit_is_used() -> None:
    limits = PACKAGE / "core" / "limits.py"
    declared = {
        node.target.id
        for node in tree(limits).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    used = {
        node.id if isinstance(node, ast.Name) else node.attr
        for path in package_files()
        if path != limits
        for node in nodes(path)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert declared
    assert not declared - used, declared - used


def test_the_docstring_of_a_package_names_its_modules() -> None:
    missing = []
    for path in package_files():
        module = path.parent if path.name == "__init__.py" else path
        package = module.parent / "__init__.py"
        if module in (PACKAGE, PACKAGE / "__main__.py") or module_name(package) in LISTED_ELSEWHERE:
            continue
        if f"`{module.stem}`" not in (ast.get_docstring(tree(package)) or ""):
            missing.append(module_name(path))
    assert not missing, missing


def walks() -> list[tuple[str, str]]:
    """The files and names that CONTRIBUTING.md passes with its requests, in order."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    section = text.partition("\n## Two requests through the code\n")[2].partition("\n## ")[0]
    found: list[tuple[str, str]] = []
    file = ""
    for path, name in _STEP.findall(section):
        file = path or file
        if name:
            found.append((file, name))
    return found


def defined(path: Path) -> set[str]:
    """The classes, functions and methods (`Class.method`) of a file."""
    found: set[str] = set()
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return found


def test_the_walks_name_what_exists() -> None:
    missing = [(file, name) for file, name in walks() if name not in defined(PACKAGE / file)]
    assert not missing, missing


def test_the_walks_go_from_the_first_byte_to_the_last() -> None:
    passed = walks()
    assert passed[0] == ("edge/http/protocol.py", "HttpProtocol.data_received")
    for each in (
        ("apis/dynamodb/operations/put_item.py", "run"),
        ("apis/dynamodb/operations/query.py", "check"),
        ("edge/http/response.py", "ResponseWriter.write"),
        ("edge/connections/write_buffer.py", "WriteBuffer.add"),
        ("edge/http/protocol.py", "HttpProtocol.send"),
    ):
        assert each in passed, each
