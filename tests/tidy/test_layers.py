"""The dependency rule and its proof: arrows point down, and no two packages import each other.

docs/adr/0001 has the reasons, CONTRIBUTING.md says what each package has.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tests.tidy.source import Import, imports, module_name, named, package_files

_IMPURE = (
    *("asyncio", "socket", "ssl", "sqlite3", "os", "time", "random", "secrets", "logging"),
    *("threading", "apsw", "uvloop", "httptools"),
)
_SCHEDULES = ("asyncio", "sqlite3", "apsw", "uvloop", "threading", "time", "socket")

# The features in their one order: each may import earlier ones.
FEATURES = (
    *("tables", "items", "secondary_indexes", "vector_indexes", "history", "streams"),
    *("time_to_live", "transactions", "identity", "resource_policies", "instances"),
    *("encryption_keys", "backups", "exports", "imports", "bulk_operations", "aws_backup"),
)
# The files of the engine in their one order: each may import earlier ones.
ENGINE = (
    *("meter", "participant", "table_record", "table_state", "data_keys", "source"),
    *("table", "change_log", "log_partitions"),
    *("table_hooks", "catalog", "sealing", "context", "commit", "read", "setbacks", "jobs"),
    *("deferred_jobs", "breaks", "pace", "work_records", "verification", "feature"),
)


def _jedlik(*names: str) -> tuple[str, ...]:
    return tuple(f"jedlik.{name}" for name in names)


# What a package may import of ours. The longest prefix of a module's name decides.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "jedlik": (),
    "jedlik.__main__": _jedlik("app"),
    "jedlik.turns": _jedlik("core.pauses", "core.types.disposal"),
    "jedlik.concurrency": (),
    "jedlik.core": _jedlik("core"),
    "jedlik.core.types": _jedlik("core.errors", "core.limits", "core.pauses", "core.types"),
    "jedlik.core.keys": _jedlik("core.errors", "core.limits", "core.types", "core.keys"),
    "jedlik.core.expressions": _jedlik(
        *("core.errors", "core.limits", "core.pauses", "core.types", "core.keys"),
        "core.expressions",
    ),
    "jedlik.core.partiql": _jedlik("core"),
    "jedlik.core.iam": _jedlik("core.errors", "core.limits", "core.pauses", "core.iam"),
    "jedlik.core.sigv4": _jedlik("core.errors", "core.limits", "core.pauses", "core.sigv4"),
    "jedlik.wire": _jedlik("core", "wire.http", "wire"),
    "jedlik.wire.shapes": _jedlik("core", "wire.shapes"),
    "jedlik.wire.http": _jedlik("core", "wire.http"),
    "jedlik.storage": (),
    "jedlik.storage.interface": _jedlik("core.keys"),
    "jedlik.storage.memory": _jedlik("core.keys", "core.pauses", "storage.interface", "turns"),
    "jedlik.storage.encrypted": _jedlik("core.keys", "storage.interface"),
    "jedlik.storage.entry_listing": _jedlik("core.keys"),
    "jedlik.storage.shared_epoch": _jedlik("storage.interface"),
    "jedlik.storage.watched_epoch": _jedlik("storage.interface"),
    "jedlik.storage.outages": _jedlik("storage.interface"),
    "jedlik.storage.sqlite": _jedlik(
        *("core.keys", "core.pauses", "storage.interface", "storage.outages", "storage.sqlite"),
        *("storage.entry_listing", "turns"),
    ),
    "jedlik.storage.postgresql": _jedlik(
        *("core.keys", "core.pauses", "storage.interface", "storage.outages"),
        *("storage.entry_listing", "storage.postgresql", "storage.watched_epoch", "turns"),
    ),
    "jedlik.buckets": (),
    "jedlik.buckets.folder": _jedlik("buckets.interface", "concurrency"),
    "jedlik.buckets.s3": _jedlik("buckets.interface", "concurrency"),
    "jedlik.engine": _jedlik("core", "storage.interface", "buckets.interface", "engine", "turns"),
    **{
        f"jedlik.features.{feature}": _jedlik(
            *("core", "storage.interface", "engine", "features.options", "turns", "concurrency"),
            *("buckets.interface", "wire.item_files"),
            *(f"features.{earlier}" for earlier in FEATURES[: at + 1]),
        )
        for at, feature in enumerate(FEATURES)
    },
    # The one feature that encrypts values gives ciphers to the storage.
    "jedlik.features.encryption_keys.table_keys": _jedlik(
        *("core", "storage.encrypted", "engine", "features.encryption_keys")
    ),
    "jedlik.features": _jedlik("core", "engine", "features"),
    "jedlik.features.options": _jedlik("core", "storage.interface", "buckets.interface"),
    "jedlik.apis": _jedlik("core", "wire", "engine", "apis"),
    "jedlik.apis.dynamodb": _jedlik(
        *("core", "wire", "storage.interface", "engine", "features", "turns"),
        *("apis.api", "apis.authorization", "apis.condition_keys", "apis.errors", "apis.dynamodb"),
    ),
    "jedlik.apis.dynamodb.model": _jedlik("core", "wire.shapes", "apis.dynamodb.model"),
    "jedlik.apis.dynamodb_streams": _jedlik(
        *("core", "wire", "storage.interface", "engine", "features", "apis.api", "apis.errors"),
        *(
            "apis.authorization",
            "apis.dynamodb.model.members",
            "apis.dynamodb.errors",
            "apis.dynamodb_streams",
        ),
    ),
    **{
        f"jedlik.apis.{api}{inside}": _jedlik(*allowed, "apis.errors", f"apis.{api}{inside}")
        for api in ("iam", "sts", "ec2", "jedlik", "kms", "backup")
        for inside, allowed in (
            (
                "",
                (
                    *("core", "wire", "storage.interface", "engine", "features", "turns"),
                    *("concurrency", "apis.api", "apis.authorization", "apis.condition_keys"),
                ),
            ),
            (".model", ("core.types.constraints", "wire.shapes")),
        )
    },
    # Operations on tables in Jedlik's own API have requests and permissions like DynamoDB's own.
    "jedlik.apis.jedlik.model": _jedlik("core.types", "wire.shapes"),
    "jedlik.apis.jedlik.table_keys": _jedlik(
        *("engine.table", "apis.api", "apis.authorization", "apis.condition_keys"),
        "apis.dynamodb.condition_keys",
    ),
    "jedlik.apis.jedlik.operations.get_item_history": _jedlik(
        *("core", "engine", "features", "turns", "apis.api", "apis.authorization"),
        *("apis.dynamodb.expressions", "apis.dynamodb.model.items", "apis.jedlik"),
    ),
    # Explains decisions about the actions of all APIs.
    "jedlik.apis.jedlik.explanations": _jedlik(
        *("core", "engine", "features", "turns", "apis.api", "apis.condition_keys"),
        *("apis.dynamodb.api", "apis.dynamodb_streams.api", "apis.iam.api", "apis.sts.api"),
        *("apis.ec2.api", "apis.kms.api", "apis.backup.api"),
        *("apis.jedlik.model", "apis.jedlik.explanations"),
    ),
    "jedlik.pipeline": _jedlik(
        *("core", "wire", "engine.context", "engine.jobs", "engine.meter", "engine.table"),
        *("features.identity", "features.resource_policies.lookup", "features.tables.name"),
        *("apis", "pipeline", "turns"),
    ),
    # Stages answer for an outage of the storage.
    "jedlik.pipeline.stages": _jedlik(
        *("core", "wire", "storage.interface", "engine.context", "engine.meter", "apis"),
        *("features.identity", "turns", "pipeline"),
    ),
    "jedlik.edge": _jedlik("core.limits", "wire.http", "edge"),
    "jedlik.edge.connections": _jedlik("edge.connections"),
    "jedlik.console": _jedlik("wire.http", "console"),
    "jedlik.app": ("jedlik",),
}
MAY_NOT_IMPORT: dict[str, tuple[str, ...]] = {
    "jedlik.core": _IMPURE,
    "jedlik.wire": _IMPURE,
    "jedlik.engine": _SCHEDULES,
    "jedlik.features": _SCHEDULES,
    "jedlik.apis": _SCHEDULES,
    "jedlik.pipeline": ("apsw", "sqlite3"),
    "jedlik.edge": ("apsw", "sqlite3"),
    "jedlik.console": _SCHEDULES,
}
_ANYONE = ("jedlik.__version__",)


def rule_of(rules: Mapping[str, tuple[str, ...]], module: str) -> tuple[str, ...]:
    """The rule of the longest package name that `module` is in."""
    names = [name for name in rules if module == name or module.startswith(name + ".")]
    return rules[max(names, key=len)] if names else ()


def within(module: str, packages: Iterable[str]) -> bool:
    """Whether `module` is one of `packages` or inside one."""
    return any(module == name or module.startswith(name.rstrip(".") + ".") for name in packages)


def against_the_layers(path: Path) -> list[Import]:
    """The imports of a file that its layer may not have."""
    module = module_name(path)
    allowed, forbidden = rule_of(MAY_IMPORT, module), rule_of(MAY_NOT_IMPORT, module)
    return [
        each
        for each in imports(path)
        if within(each.module, forbidden)
        or (within(each.module, ("jedlik",)) and not within(each.module, (*allowed, *_ANYONE)))
    ]


def test_arrows_point_down() -> None:
    wrong = [
        f"{named(path)}:{each.line}: {each.module}"
        for path in package_files()
        for each in against_the_layers(path)
    ]
    assert not wrong, "\n".join(["imports that a layer may not have:", *wrong])


def test_files_of_the_engine_import_earlier_ones() -> None:
    files = [path for path in package_files() if module_name(path).startswith("jedlik.engine.")]
    stems = {path: module_name(path).split(".")[2] for path in files}
    unlisted = [named(path) for path in files if stems[path] not in ENGINE]
    assert not unlisted, f"not in the written order of the engine: {unlisted}"
    wrong = [
        f"{named(path)}:{each.line}: {each.module}"
        for path in files
        for each in imports(path)
        if each.module.count(".") >= 2
        and each.module.startswith("jedlik.engine.")
        and ENGINE.index(each.module.split(".")[2]) > ENGINE.index(stems[path])
    ]
    assert not wrong, "\n".join(["imports of files that come later:", *wrong])


def test_no_operation_imports_another() -> None:
    wrong = []
    for path in package_files():
        package, _, _ = module_name(path).rpartition(".")
        if package.endswith(".operations"):
            wrong += [
                f"{named(path)}:{each.line}: {each.module}"
                for each in imports(path)
                if within(each.module, (package,))
            ]
    assert not wrong, "\n".join(wrong)


@cache
def graph() -> dict[str, set[str]]:
    """Each module of the package with the modules of the package that it imports."""
    modules = {module_name(path) for path in package_files()}
    return {
        module_name(path): {
            each.module
            for each in imports(path)
            if each.module in modules and each.module != module_name(path)
        }
        for path in package_files()
    }


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of nodes that can each reach the others (Tarjan's strongly connected parts)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in edges.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            group = stack[at:]
            del stack[at:]
            if len(group) > 1:
                found.append(sorted(group))

    for node in edges:
        if node not in index:
            visit(node)
    return found


def lifted(edges: Mapping[str, set[str]], package: str) -> dict[str, set[str]]:
    """The same arrows between the direct children of `package`: its modules and sub-packages."""
    depth = package.count(".") + 2

    def child(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    inside = {module for module in edges if module.startswith(package + ".")}
    found: dict[str, set[str]] = {child(module): set() for module in inside}
    for module in inside:
        for other in edges[module]:
            if other in inside and child(other) != child(module):
                found[child(module)].add(child(other))
    return found


def test_no_two_packages_import_each_other() -> None:
    packages = {module_name(path) for path in package_files() if path.name == "__init__.py"}
    wrong = [circle for each in sorted(packages) for circle in circles(lifted(graph(), each))]
    assert not wrong, wrong


def test_no_two_modules_import_each_other() -> None:
    assert not circles(graph())


def test_a_circle_is_found() -> None:
    edges = {"p.a.x": {"p.b.y"}, "p.b.y": {"p.b.z"}, "p.b.z": set(), "p.a.w": set()}
    assert not circles(lifted(edges, "p"))
    edges["p.b.z"] = {"p.a.w"}
    assert circles(lifted(edges, "p")) == [["p.a", "p.b"]]
    assert not circles(edges)
