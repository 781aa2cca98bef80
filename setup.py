"""Compiles the request path with mypyc where a C compiler is at hand (docs/adr/0012-mypyc.md).

Without one, or with JEDLIK_PURE=1, the same files run as plain Python, at a third to a half of the
speed.
"""

import os
import platform
import sys
from glob import glob
from pathlib import Path
from typing import Final

from setuptools import Extension, setup

# The modules through which requests pass. The list leaves out what runs once (start-up, tables,
# certificates), tables of data, modules with dataclasses, which mypyc does not compile, and the
# memory storage, because tests subclass it. Tests can patch only modules that are not compiled.
_COMPILED = (
    "turns.py",
    "core/*.py",
    "core/expressions/*.py",
    "core/expressions/legacy/*.py",
    "core/iam/*.py",
    "core/iam/conditions/*.py",
    "core/keys/*.py",
    "core/partiql/*.py",
    "core/sigv4/*.py",
    "core/types/*.py",
    "wire/*.py",
    "wire/shapes/*.py",
    "wire/http/message.py",
    "wire/item_files/csv_rows.py",
    "wire/item_files/json_lines.py",
    "wire/item_files/lines.py",
    "wire/item_files/reader.py",
    "engine/catalog.py",
    "engine/change_log.py",
    "engine/commit.py",
    "engine/context.py",
    "engine/meter.py",
    "engine/read.py",
    "engine/source.py",
    "engine/participant.py",
    "engine/table.py",
    "features/identity/directory.py",
    "features/identity/identity.py",
    "features/items/*.py",
    "features/secondary_indexes/build.py",
    "features/secondary_indexes/entries.py",
    "features/secondary_indexes/entry_key.py",
    "features/secondary_indexes/index.py",
    "features/secondary_indexes/participant.py",
    "features/secondary_indexes/reads.py",
    "features/secondary_indexes/rules.py",
    "features/secondary_indexes/source.py",
    "features/secondary_indexes/spans.py",
    "features/streams/stream_record.py",
    "features/resource_policies/lookup.py",
    "features/tables/name.py",
    "features/time_to_live/participant.py",
    "features/time_to_live/records.py",
    "features/time_to_live/rules.py",
    "features/transactions/*.py",
    "features/vector_indexes/index.py",
    "features/vector_indexes/participant.py",
    "features/vector_indexes/read_charge.py",
    "apis/api.py",
    "apis/authorization.py",
    "apis/condition_keys.py",
    "apis/dynamodb/*.py",
    "apis/dynamodb/condition_keys/*.py",
    "apis/dynamodb/model/members.py",
    "apis/dynamodb/operations/*_item.py",
    "apis/dynamodb/operations/*_items.py",
    "apis/dynamodb/operations/*execute_*.py",
    "apis/dynamodb/operations/query.py",
    "apis/dynamodb/operations/scan.py",
    "apis/dynamodb/statements/*.py",
    "pipeline/authenticate.py",
    "pipeline/authorize.py",
    "pipeline/condition_keys.py",
    "pipeline/exchange.py",
    "pipeline/stages.py",
    "pipeline/web_access.py",
    "edge/metrics.py",
    "edge/connections/memory.py",
    "edge/connections/suspended.py",
    "edge/connections/write_buffer.py",
    "edge/http/buffers.py",
    "edge/http/protocol.py",
    "edge/http/reader.py",
    "edge/http/request_id.py",
    "edge/http/response.py",
    "edge/http/shared.py",
    "storage/encrypted.py",
    "storage/interface.py",
    "storage/postgresql/decisions.py",
    "storage/postgresql/distributed_queries.py",
    "storage/postgresql/entry_id.py",
    "storage/postgresql/places.py",
    "storage/postgresql/queries.py",
    "storage/postgresql/reader.py",
    "storage/postgresql/shared_reads.py",
    "storage/postgresql/writer.py",
    "storage/shared_epoch.py",
    "storage/sqlite/decisions.py",
    "storage/sqlite/entries.py",
    "storage/sqlite/loop_commits.py",
    "storage/sqlite/reader.py",
    "storage/sqlite/spans.py",
    "storage/sqlite/statements.py",
    "storage/sqlite/storage.py",
    "storage/sqlite/writer.py",
    "storage/watched_epoch.py",
)
_INTERPRETED = (
    "core/limits.py",
    "core/expressions/reserved_words.py",
    "core/partiql/keywords.py",
    "core/partiql/nodes.py",
    "core/types/structures.py",
    "apis/dynamodb/api.py",
    "apis/dynamodb/built_for_copies.py",
    "apis/dynamodb/built_for_settings.py",
    "apis/dynamodb/built_for_statements.py",
    "apis/dynamodb/errors.py",
)
_PACKAGE = Path("src/jedlik")
# All modules are in one library, and only Python calls it. So its functions call each other
# directly, and not through the table for functions of other libraries. It has no debug symbols.
_COMPILER_FLAGS: Final = ["-fvisibility=hidden", "-g0"]
_LINKER_FLAGS: Final = ["-Wl,-Bsymbolic"]  # for the linkers of Linux
# The addresses that the library adjusts when it is loaded are listed in less space. This saves 0.8
# MB of the memory of each worker. The C library reads this form of the list since version 2.36.
_SMALLER: Final = "-Wl,-z,pack-relative-relocs"
_SMALLER_SINCE: Final = (2, 36)


def compiled_files() -> list[str]:
    """Returns the files to compile, relative to this one."""
    left = {str(_PACKAGE / path) for path in _INTERPRETED}
    found: set[str] = set()
    for pattern in _COMPILED:
        files = set(glob(str(_PACKAGE / pattern)))
        assert files, f"{pattern} names no file"
        found |= files
    assert left < found, f"{left - found} would not be compiled anyway"
    return sorted(path for path in found - left if Path(path).name != "__init__.py")


def linker_flags() -> list[str]:
    """Returns what this machine's linker and C library support."""
    if sys.platform != "linux":
        return []
    library, version = platform.libc_ver()
    if library == "glibc" and tuple(map(int, version.split(".")[:2])) >= _SMALLER_SINCE:
        return [*_LINKER_FLAGS, _SMALLER]
    return _LINKER_FLAGS


def extensions() -> list[Extension]:
    """Returns the extension modules, or an empty list without mypyc or if they are not wanted."""
    if os.environ.get("JEDLIK_PURE"):
        return []
    try:
        from mypyc.build import mypycify  # noqa: PLC0415  (without it there is nothing to compile)
        from pybind11.setup_helpers import ParallelCompile  # noqa: PLC0415
    except ImportError:
        return []
    # mypyc writes one library of many C files, which setuptools would compile one after the other.
    ParallelCompile(default=0).install()  # 0: as many at the same time as there are processors
    built = mypycify(
        ["--ignore-missing-imports", *compiled_files()], opt_level="2", multi_file=True
    )
    flags = linker_flags()
    for extension in built:  # all of them have the same list of arguments, so it is not changed
        extension.optional = True  # without a compiler the installation continues
        extension.extra_compile_args = [*extension.extra_compile_args, *_COMPILER_FLAGS]
        extension.extra_link_args = [*extension.extra_link_args, *flags]
    return built


setup(ext_modules=extensions())
