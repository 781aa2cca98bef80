"""Tests can fail, do not depend on the speed of the machine, and do not look inside objects."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tidy.source import ROOT, named, nodes, tree

# A rule reads every file, which takes minutes on a busy machine.
pytestmark = pytest.mark.timeout(600)

# Files that may sleep, and why.
MAY_SLEEP = {
    "tests/waiting.py": "it waits for a condition on behalf of all other tests",
    "tests/app/living.py": "a process that does nothing until a signal ends it",
    "tests/benchmarks/test_drive.py": "a driver that measures time meets a server that stalls",
    "tests/robustness/stream_readers.py": "its writers have a rate, and its readers poll",
    "tests/robustness/test_rolling_upgrade.py": "its clients pause as those of SDKs do",
    "tests/robustness/traders.py": "its clients pause as those of SDKs do",
}
# Tests of faults: they hold locks, delay threads, and fail calls inside the storage at moments that
# no public verb can reach. They sleep in threads of their own and replace parts of objects.
INJECT_FAULTS = (
    "tests/robustness/disturbed_runs.py",
    "tests/storage/postgresql/test_replicas.py",
    "tests/storage/postgresql/test_resolver.py",
    *(
        f"tests/storage/sqlite/{name}.py"
        for name in (
            *("killed_migration", "killed_worker", "test_checkpointer", "test_checksums"),
            *("test_cold_reader", "test_entries", "test_epoch", "test_erase", "test_log_check"),
            *("test_processes", "test_waiting_writes"),
            *("test_reader", "test_recovery", "test_sync", "test_unreleased_locks", "test_writer"),
        )
    ),
)
# Private attributes that tests may use, and why.
MAY_USE = {
    ("tests/engine/in_memory.py", "_values"): "no verb of a storage lists everything it holds",
}
# What a NamedTuple and the standard library call private.
_PUBLIC = ("_replace", "_asdict", "_fields", "_exit", "_asyncio_future_blocking")
_SETS = ("setattr", "delattr", "getattr", "hasattr")
# A call of a function with this beginning is an assertion: it raises if something is wrong.
_ASSERTIONS = ("check", "verify", "assert")


def all_tests() -> list[Path]:
    """Every Python file of the tests."""
    return sorted((ROOT / "tests").rglob("*.py"))


def sleeps(module: ast.Module) -> Iterator[int]:
    """Yields the lines that sleep: with `time.sleep`, or with `asyncio.sleep` of a constant."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called == "time.sleep" or (called == "asyncio.sleep" and _is_time(node.args[0])):
                yield node.lineno


def _is_time(seconds: ast.expr) -> bool:
    """Returns whether an argument is a constant above zero, or the name of one."""
    if isinstance(seconds, ast.Constant):
        return seconds.value != 0
    return isinstance(seconds, ast.Name) and seconds.id.isupper()


def private_uses(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yields the private attributes of other objects that a file uses, each with its line.

    A patched constant of a module is none: it makes the pieces of some work small.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            owner = node.value
            if not (isinstance(owner, ast.Name) and owner.id in ("self", "cls")):
                yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _SETS:
            for argument in node.args[:2]:
                if isinstance(argument, ast.Constant) and not str(argument.value).isupper():
                    yield node.lineno, str(argument.value).rpartition(".")[2]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("__dict__"):
            yield node.lineno, str(getattr(node.slice, "value", ""))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in _PUBLIC


@cache
def asserting() -> frozenset[str]:
    """Returns the names of functions of the tests that assert something, or call one that does."""
    bodies: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
    for path in all_tests():
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                bodies.setdefault(node.name, []).append(node)
    found: set[str] = set()
    while True:
        more = {
            name
            for name, functions in bodies.items()
            if name not in found and any(asserts(each, frozenset(found)) for each in functions)
        }
        if not more:
            return frozenset(found)
        found |= more


def asserts(function: ast.AST, known: frozenset[str]) -> bool:
    """Returns whether a function asserts, expects an exception, or calls one of `known`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in known or called in ("raises", "fail") or called.startswith(_ASSERTIONS):
                return True
    return False


def test_no_test_sleeps() -> None:
    wrong = [
        f"{named(path)}:{line}"
        for path in all_tests()
        if named(path) not in (*MAY_SLEEP, *INJECT_FAULTS)
        for line in sleeps(tree(path))
    ]
    assert not wrong, f"wait for a condition, as tests/waiting.py does: {wrong}"


def test_no_test_looks_inside_objects() -> None:
    wrong = [
        f"{named(path)}:{line}: {name}"
        for path in all_tests()
        if named(path) not in INJECT_FAULTS
        for line, name in private_uses(tree(path))
        if is_private(name) and (named(path), name) not in MAY_USE
    ]
    assert not wrong, wrong


def test_every_test_can_fail() -> None:
    wrong = [
        f"{named(path)}: {node.name}"
        for path in all_tests()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not asserts(node, asserting())
    ]
    assert not wrong, wrong


def test_exceptions_are_needed() -> None:
    for name in MAY_SLEEP:
        assert list(sleeps(tree(ROOT / name))), name
    for name in INJECT_FAULTS:
        module = tree(ROOT / name)
        uses = [used for _, used in private_uses(module) if is_private(used)]
        assert uses or any(True for _ in sleeps(module)), name
    for file, name in MAY_USE:
        assert name in [used for _, used in private_uses(tree(ROOT / file))], name


@pytest.mark.parametrize(
    ("source", "is_wrong"),
    [
        ("time.sleep(0)", True),
        ("time.sleep(seconds)", True),
        ("asyncio.sleep(0.05)", True),
        ("asyncio.sleep(LONG_S)", True),
        ("asyncio.sleep(0)", False),
        ("asyncio.sleep(chance.uniform(0, 1))", False),
    ],
)
def test_sleeping_is_found(source: str, is_wrong: bool) -> None:
    assert bool(list(sleeps(ast.parse(source)))) == is_wrong


@pytest.mark.parametrize(
    ("source", "is_wrong"),
    [
        ("storage._values", True),
        ("from jedlik.core.errors import _REASONS", True),
        ("monkeypatch.setattr(port, '_loop', loop)", True),
        ("getattr(port, '_loop')", True),
        ("storage.__dict__['_values']", True),
        ("monkeypatch.setattr(module, '_PAGE_ITEMS', 4)", False),
        ("self._values", False),
        ("key._replace(sort=b'')", False),
        ("os._exit(1)", False),
        ("value.__class__", False),
    ],
)
def test_private_uses_are_found(source: str, is_wrong: bool) -> None:
    found = [name for _, name in private_uses(ast.parse(source)) if is_private(name)]
    assert bool(found) == is_wrong


@pytest.mark.parametrize(
    ("source", "can_fail"),
    [
        ("assert value", True),
        ("with pytest.raises(Reject):\n    call()", True),
        ("check_key(schema)", True),
        ("known()", True),
        ("call()", False),
        ("value = 1", False),
    ],
)
def test_assertions_are_found(source: str, can_fail: bool) -> None:
    assert asserts(ast.parse(source), frozenset({"known"})) == can_fail
