"""Another storage for the tests that start servers: JEDLIK_TEST_STORE=postgresql.

Tests start servers with `--memory` or with `--data FOLDER`. If the variable is set, `--store` with
a database takes the place of both. A folder always has the same database, so a server that is
started again with that folder finds its data. Each `--memory` has a new database.

The commands that work on folders only, such as `jedlik snapshot`, are not changed, so their tests
cannot pass with the variable. docs/scale.md lists the tests that do.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from typing import Final

from tests.storage.postgresql.database import shared
from tests.waiting import wait_until

VARIABLE: Final = "JEDLIK_TEST_STORE"
_POSTGRESQL: Final = "postgresql"
# The commands that can use a database.
_COMMANDS: Final = ("serve", "verify", "account")
_NUMBERS: Final = count(1)
_CONNECTED: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND application_name = 'jedlik'"
)


def is_postgresql() -> bool:
    """Returns whether the servers of this run use PostgreSQL."""
    chosen = os.environ.get(VARIABLE, "")
    assert chosen in ("", _POSTGRESQL), f"{VARIABLE} must be {_POSTGRESQL} or empty"
    return bool(chosen)


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
        _aside(lambda: wait_until(lambda: not shared().value(_CONNECTED.format(name))))
    return [*given[:at], "--store", shared().url(name), *given[at + length :]]


@cache
def _database_of(folder: str) -> str:
    """Returns the name of the database of a folder, which is new if the folder is."""
    return _new_database()


def _new_database() -> str:
    name = f"test_{next(_NUMBERS)}"
    _aside(lambda: shared().execute(f"CREATE DATABASE {name}"))
    return name


def _aside(work: Callable[[], None]) -> None:
    """Calls a function in a thread: it runs an event loop, and the caller may be in one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
