"""The storage of the servers that tests start: `pytest --store postgresql`, or `--store citus`.

Tests start servers with `--memory` or with `--data FOLDER`. With the option, `--store` and a
database take the place of both. A folder always has the same database, so a server that is
started again with that folder finds its data. Each `--memory` has a new database. With `citus` a
database is distributed over the workers of a cluster (`TEST_CITUS`).

A test of what only a folder has is marked with `folder` and the reason: the commands that work on
folders, such as `jedlik snapshot`, and the files in it. With the option these tests are skipped.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from tests.storage.postgresql import cluster
from tests.storage.postgresql.database import Database, shared
from tests.waiting import wait_until

OPTION: Final = "--store"
POSTGRESQL: Final = "postgresql"
CITUS: Final = "citus"
# The commands that can use a database.
_COMMANDS: Final = ("serve", "verify", "account")
_NUMBERS: Final = count(1)
_CONNECTED: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND application_name = 'jedlik'"
)
_CHOSEN: Final[list[str]] = []


def choose(store: str | None) -> None:
    """Sets the storage of this run. None: as the tests say."""
    _CHOSEN[:] = [] if store is None else [store]


def is_postgresql() -> bool:
    """Returns whether the servers of this run use PostgreSQL, with Citus or without."""
    return bool(_CHOSEN)


def skip_tests_of_folders(items: Sequence[pytest.Item]) -> None:
    """Skips the tests that are marked with `folder`, with the reason of the mark."""
    for item in items:
        mark = item.get_closest_marker("folder")
        if mark is not None:
            item.add_marker(pytest.mark.skip(reason=f"of folders: {mark.args[0]}"))


def chosen(arguments: Sequence[str]) -> list[str]:
    """Returns the arguments of a command of Jedlik, with the storage of this run."""
    given = list(arguments)
    if not is_postgresql() or not given or given[0] not in _COMMANDS or "--store" in given:
        return given
    if "--memory" in given:
        at, length, name = given.index("--memory"), 1, _new_database()
    elif "--data" in given:
        at, length = given.index("--data"), 2
        name = _database_of(given[at + 1])
    else:
        return given
    if given[0] != "serve":
        # The database may need a moment to notice that a killed server has gone.
        _aside(lambda: wait_until(lambda: not _database().value(_CONNECTED.format(name))))
    return [*given[:at], "--store", _database().url(name), *given[at + length :]]


def stored(folder: Path, query: str) -> Any:
    """Returns the first column of the first row of a query of the database of a folder."""
    found: list[Any] = []
    name = _database_of(str(folder))
    _aside(lambda: found.append(_database().value(query, name)))
    return found[0]


def entries() -> str:
    """Returns what to select the ids and values of entries from, see `stored`."""
    if not _is_distributed():
        return "jedlik.entry"
    tables = ("jedlik.entry", "jedlik.distributed_entry")
    return f"({' UNION ALL '.join(f'SELECT id, value FROM {each}' for each in tables)}) AS entry"


@cache
def _database_of(folder: str) -> str:
    """Returns the name of the database of a folder, which is new if the folder is."""
    return _new_database()


def _new_database() -> str:
    name = f"test_{next(_NUMBERS)}"
    if _is_distributed():
        _aside(lambda: cluster.new_database(name))
    else:
        _aside(lambda: shared().execute(f"CREATE DATABASE {name}"))
    return name


def _is_distributed() -> bool:
    return CITUS in _CHOSEN


def _database() -> Database:
    """Returns the server that nodes connect to."""
    return cluster.shared().coordinator if _is_distributed() else shared()


def _aside(work: Callable[[], None]) -> None:
    """Calls a function in a thread: it runs an event loop, and the caller may be in one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
