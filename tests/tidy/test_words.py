"""Docstrings, comments, names and documents avoid the words of `tests/tidy/words.py`."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.tidy.source import ROOT, named, nodes
from tests.tidy.words import CLEANED, REFUSED

# A rule reads every file, which takes minutes on a busy machine.
pytestmark = pytest.mark.timeout(600)

# Text that readers do not read as prose: code, and targets of links.
_CODE: Final = re.compile(
    r"^```.*?^```|`[^`]*`|\]\([^)\s]*\)|https?://\S+", re.MULTILINE | re.DOTALL
)
_PATTERNS: Final = [
    (re.compile(rf"\b(?:{each.pattern})\b".replace(" ", r"\s+")), each) for each in REFUSED
]

Text = tuple[int, str]  # the number of its first line, and the text


def cleaned_files() -> list[Path]:
    """Every Python file and document in which the words are refused."""
    found: set[Path] = set()
    for each in CLEANED:
        path = ROOT / each
        found |= {path} if path.is_file() else {*path.rglob("*.py"), *path.rglob("*.md")}
    return sorted(found)


def texts(path: Path) -> Iterator[Text]:
    """The prose of a file: a whole document, or docstrings, comments and names of a module."""
    if path.suffix == ".md":
        yield 1, path.read_text()
        return
    yield 1, words_of(path.stem)
    yield from docstrings(nodes(path))
    yield from comments(path.read_text())
    yield from names(nodes(path))


def docstrings(module: Iterable[ast.AST]) -> Iterator[Text]:
    """The docstrings of a module, its classes and its functions. module: all its nodes."""
    for node in module:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False)
            if text is not None:
                yield node.body[0].lineno, text


def comments(source: str) -> Iterator[Text]:
    """The comments of a file. Comments on consecutive lines are one text."""
    first, last, lines = 0, 0, [""]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                yield first, "\n".join(lines)
                first, lines = token.start[0], []
            last = token.start[0]
            lines.append(token.string.lstrip("# "))
    yield first, "\n".join(lines)


def names(module: Iterable[ast.AST]) -> Iterator[Text]:
    """The names that a module defines, each as words. module: all its nodes."""
    for node in module:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, words_of(node.name)
        elif isinstance(node, ast.arg):
            yield node.lineno, words_of(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, words_of(node.id)


def words_of(name: str) -> str:
    """`_KEY_RANGES` -> `key ranges`, `KeyRanges` -> `key ranges`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).strip().lower()


@cache  # most names of parameters and variables occur many times
def refused(text: str) -> list[tuple[int, str]]:
    """The refused words of a text, each with the number of line breaks before it."""
    prose = _CODE.sub(lambda code: re.sub(r"[^\n]", "-", code[0]), text).lower()
    return [
        (prose.count("\n", 0, found.start()), f"{found[0]!r}: write {word.instead} ({word.reason})")
        for pattern, word in _PATTERNS
        for found in pattern.finditer(prose)
    ]


def test_refused_words_are_not_used() -> None:
    wrong = sorted(
        f"{named(path)}:{line + at}: {fault}"
        for path in cleaned_files()
        for line, text in texts(path)
        for at, fault in refused(text)
    )
    assert not wrong, "\n".join(wrong)


def test_cleaned_paths_exist() -> None:
    assert not [path for path in CLEANED if not (ROOT / path).exists()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The bytes are kept\nfor later.", ["kept"]),
        ("A value but\nfor its name, as it stands there.", ["but\nfor", "stands"]),
        ("Texts of which two differ, and such texts.", ["of which", "such"]),
        ("There is no such table. Fields such as `kept` have such a name.", []),
        ("A black box. Parameters are resolved, understood and depend on nothing.", []),
        ("[settings](docs/settled.md)", []),
    ],
)
def test_words_are_found_in_prose_and_not_in_code(text: str, found: list[str]) -> None:
    assert sorted(fault.split("'")[1] for _, fault in refused(text)) == sorted(
        each.replace("\n", "\\n") for each in found
    )


def test_every_kind_of_text_is_searched() -> None:
    source = (
        '"""Kept."""\n\nTOLD = 1  # anew,\n# but\n# for\n\n\n'
        "class SettledValue:\n    def upon(self, guard: int) -> None: ...\n"
    )
    module = list(ast.walk(ast.parse(source)))
    found = [
        (line + at, fault.split("'")[1])
        for line, text in (*docstrings(module), *comments(source), *names(module))
        for at, fault in refused(text)
    ]
    assert sorted(found) == [
        *((1, "kept"), (3, "anew"), (3, "told"), (4, "but\\nfor")),
        *((8, "settled"), (9, "guard"), (9, "upon")),
    ]
