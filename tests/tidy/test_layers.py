"""The dependency rule: app -> server -> engine -> storage.interface -> core (docs/adr/0001)."""

from pathlib import Path

import pytest

from tests.tidy.source import imports, module_name, package_files

IMPURE: tuple[str, ...] = (
    "asyncio",
    "socket",
    "ssl",
    "sqlite3",
    "os",
    "time",
    "random",
    "secrets",
    "logging",
)
IMPURE += ("threading", "apsw", "uvloop", "httptools")

# Of a package, what it may import of ours. The longest prefix of a module's name decides.
MAY_IMPORT = {
    "jedlik.core": ("jedlik.core",),
    "jedlik.storage.interface": ("jedlik.core",),
    "jedlik.storage.memory": ("jedlik.core.keys", "jedlik.storage.interface"),
    "jedlik.storage.shared_epoch": ("jedlik.storage.interface",),
    "jedlik.storage.sqlite": (
        "jedlik.core.keys",
        "jedlik.storage.interface",
        "jedlik.storage.sqlite",
    ),
    "jedlik.storage": (),
    "jedlik.engine": ("jedlik.core", "jedlik.storage.interface", "jedlik.engine"),
    "jedlik.server": ("jedlik.core", "jedlik.engine", "jedlik.server"),
    "jedlik.app": ("jedlik",),
    "jedlik.__main__": ("jedlik.app",),
    "jedlik": (),
}
_SCHEDULES = ("asyncio", "sqlite3", "apsw", "uvloop", "threading", "time", "socket")
_OPERATIONS, _JOBS, _VERIFY = (f"jedlik.engine.{each}" for each in ("operations", "jobs", "verify"))
# Operations, jobs and the verification use the rest of the engine, and none of them the others; nor
# does an operation use another. What two of them need is a plan or a rule of the engine itself.
MAY_NOT_IMPORT = {
    "jedlik.core": IMPURE,
    "jedlik.engine": (*_SCHEDULES, _OPERATIONS, _JOBS, _VERIFY),
    _OPERATIONS + ".dynamodb": (*_SCHEDULES, _OPERATIONS, _JOBS, _VERIFY),
    _OPERATIONS + ".dynamodb_streams": (*_SCHEDULES, _OPERATIONS, _JOBS, _VERIFY),
    _OPERATIONS: (*_SCHEDULES, _JOBS, _VERIFY),
    _JOBS: (*_SCHEDULES, _OPERATIONS, _VERIFY),
    _VERIFY: (*_SCHEDULES, _OPERATIONS, _JOBS),
    "jedlik.server": ("apsw", "sqlite3"),
}


ANYONE = ("jedlik.__version__",)


def rule_of(rules: dict[str, tuple[str, ...]], module: str) -> tuple[str, ...]:
    """The rule of the longest package name that `module` is in."""
    names = [name for name in rules if module == name or module.startswith(name + ".")]
    return rules[max(names, key=len)] if names else ()


def within(module: str, packages: tuple[str, ...]) -> bool:
    """Whether `module` is one of `packages` or inside one."""
    return any(module == name or module.startswith(name + ".") for name in packages)


@pytest.mark.parametrize("path", package_files(), ids=module_name)
def test_arrows_point_down(path: Path) -> None:
    module = module_name(path)
    allowed, forbidden = rule_of(MAY_IMPORT, module), rule_of(MAY_NOT_IMPORT, module)
    wrong = [
        f"line {each.line}: {each.module}"
        for each in imports(path)
        if within(each.module, forbidden)
        or (within(each.module, ("jedlik",)) and not within(each.module, (*allowed, *ANYONE)))
    ]
    assert not wrong, f"{module} imports what its layer may not: {wrong}"
