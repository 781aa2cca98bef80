"""The schema: created once, refused if it is newer, and only on a server that is safe."""

import asyncio
from importlib.resources import files

import asyncpg
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.postgresql import OpenError, open_database, refuse_nodes
from jedlik.storage.postgresql.failures import UNAVAILABLE
from jedlik.storage.postgresql.schema import FORMAT, UNFINISHED
from jedlik.storage.postgresql.servers import Servers
from tests.storage.postgresql.database import address, execute, prepare, shared
from tests.waiting import come_true, first_of

ENTRY = Key(Space.ITEM, 1, b"p", b"")
RAISED = f"UPDATE jedlik.format SET number = {FORMAT + 1}"


async def new(name: str) -> str:
    """Returns the address of a new database."""
    prepare()
    await execute(shared().url(), (f"CREATE DATABASE {name}",))
    return shared().url(name)


def test_nodes_that_start_together_make_one_schema() -> None:
    prepare()
    shared().execute("CREATE DATABASE together")

    async def whole() -> None:
        where = address(shared().url("together"))
        storages = await asyncio.gather(*(open_database(where, connections=2) for _ in range(3)))
        for each in storages:
            await each.close()
        connection = await asyncpg.connect(shared().url("together"), ssl=False)
        assert await connection.fetchval("SELECT number FROM jedlik.format") == FORMAT
        await connection.execute("UPDATE jedlik.format SET number = $1", FORMAT + 1)
        with pytest.raises(OpenError, match="Use the newer version"):
            await open_database(where)
        await connection.close()

    asyncio.run(whole())


@pytest.mark.parametrize("setting", ["synchronous_commit"])
def test_a_server_that_may_lose_commits_is_refused(setting: str) -> None:
    prepare()
    shared().execute("CREATE DATABASE unsafe", f"ALTER DATABASE unsafe SET {setting} = off")
    with pytest.raises(OpenError, match=f"the setting {setting} = off"):
        asyncio.run(open_database(address(shared().url("unsafe"))))


def test_all_nodes_have_one_secret() -> None:
    prepare()
    shared().execute("CREATE DATABASE secretive")

    async def whole() -> None:
        storage = await open_database(address(shared().url("secretive")), connections=2)
        assert await storage.secret("seal", b"first") == b"first"
        assert await storage.secret("seal", b"second") == b"first"
        with pytest.raises(OpenError, match="stop it first"):
            await refuse_nodes(address(shared().url("secretive")))
        await storage.close()

    asyncio.run(whole())


async def of_format_1(name: str) -> str:
    """Returns the address of a database that a version with format 1 has made."""
    url = await new(name)
    step = (files("jedlik.storage.postgresql") / "migrations" / "1.sql").read_text()
    made = ("CREATE SCHEMA jedlik", "SET search_path = jedlik", "CREATE TABLE format (number int)")
    await execute(url, (*made, "INSERT INTO format VALUES (1)", step))
    return url


def test_a_format_is_raised_only_while_no_node_uses_the_database() -> None:
    async def whole() -> None:
        url = await of_format_1("aged")
        names = {"application_name": "jedlik", "search_path": "jedlik"}
        node = await asyncpg.connect(url, ssl=False, server_settings=names)
        await node.execute("INSERT INTO session (id) VALUES (7)")
        sentence = r"has format 1\b.* stop all of them, then start"
        with pytest.raises(OpenError, match=sentence) as refused:
            await open_database(address(url))
        assert await node.fetchval("SELECT number FROM format") == 1
        await node.execute("SELECT count_1(7, 1)")  # it goes on
        # What the sentence names ends the connections of a machine that is gone.
        await execute(url, (refused.value.args[0].rpartition(": ")[2],))
        with pytest.raises(UNAVAILABLE):
            await node.execute("SELECT count_1(7, 2)")
        storage = await open_database(address(url), connections=2)
        assert await storage.secret("seal", b"key") == b"key"
        await storage.close()

        # A node of the version with format 1 that was cut off meanwhile writes nothing.
        back = await asyncpg.connect(url, ssl=False, server_settings=names)
        assert await back.fetchval("SELECT number FROM format") == FORMAT
        with pytest.raises(asyncpg.PostgresError, match="the session is closed"):
            await back.execute("SELECT count_1(7, 2)")
        with pytest.raises(asyncpg.NotNullViolationError):
            await back.execute("INSERT INTO session (id) VALUES (8)")
        await back.close()

    asyncio.run(whole())


def test_a_program_that_reads_the_database_delays_a_new_format() -> None:
    async def whole() -> None:
        url = await of_format_1("dumped")
        dump = await asyncpg.connect(url, ssl=False)
        reading = dump.transaction()
        await reading.start()
        await dump.execute("LOCK TABLE jedlik.format IN ACCESS SHARE MODE")
        with pytest.raises(OpenError, match=r"perhaps pg_dump, reads .*: wait until it has ended"):
            await open_database(address(url))
        await reading.rollback()
        await dump.close()
        await (await open_database(address(url), connections=2)).close()

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (FORMAT - 1, "it is an older copy"),
        (FORMAT + 1, "it was migrated while"),
        (UNFINISHED + FORMAT, "a move to it is not finished"),
    ],
)
def test_a_connection_to_another_format_says_what_helps(number: int, sentence: str) -> None:
    async def whole() -> None:
        url = await new(f"other_{number}")
        await (await open_database(address(url), connections=2)).close()
        await execute(url, (f"UPDATE jedlik.format SET number = {number}",))
        with pytest.raises(asyncpg.TargetServerAttributeNotMatched, match=sentence):
            await Servers(address(url), checks_format=True).connect()

    asyncio.run(whole())


def test_a_node_that_was_cut_off_does_not_use_a_newer_format() -> None:
    async def whole() -> None:
        url = await new("overtaken")
        storage = await open_database(address(url), connections=2)
        assert await storage.read([ENTRY], consistent=True) == [None]
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'overtaken'"
        await execute(shared().url(), (ended,))
        await execute(url, (RAISED, f"{ended} AND pid <> pg_backend_pid()"))
        await come_true(lambda: storage.health.outage is FailureKind.UNREACHABLE)
        with pytest.raises(StorageUnavailableError, match="start the newer version"):
            await storage.read([ENTRY], consistent=True)
        await execute(url, (f"UPDATE jedlik.format SET number = {FORMAT}",))
        await come_true(lambda: storage.health.outage is None)
        assert await storage.read([ENTRY], consistent=True) == [None]
        await storage.close()

    asyncio.run(whole())


def test_a_connection_waits_for_the_end_of_a_migration() -> None:
    async def whole() -> None:
        url = await new("raising")
        await (await open_database(address(url), connections=2)).close()
        migrating = await asyncpg.connect(url, ssl=False)
        migration = migrating.transaction()
        await migration.start()
        await migrating.execute("LOCK TABLE jedlik.format IN ACCESS EXCLUSIVE MODE")
        servers = Servers(address(url), checks_format=True)
        connecting = asyncio.create_task(servers.connect())
        waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())"
        await first_of(lambda: migrating.fetchval(waits))
        await migrating.execute(RAISED)
        await migration.commit()
        with pytest.raises(asyncpg.TargetServerAttributeNotMatched, match="was migrated"):
            await connecting
        await migrating.close()

    asyncio.run(whole())
