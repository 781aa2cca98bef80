"""Connections and their sessions."""

import asyncio

import asyncpg

from jedlik.storage.postgresql import open_database
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.servers import Servers
from tests.storage.postgresql.database import address, prepare, shared


def test_a_session_begins_and_ends_with_its_connection() -> None:
    prepare()

    async def whole() -> None:
        where = address(shared().url("conformance"))
        connection = Connection(await Servers(where).connect())
        await connection.open_session()
        counted = "SELECT number FROM session WHERE id = $1"
        assert await connection.value(counted, connection.session) == 0
        assert await connection.value("SELECT 1 WHERE false") is None
        assert [row[0] for row in await connection.fetch("SELECT $1::int", 7)] == [7]
        await connection.close()
        assert connection.is_closed
        other = await asyncpg.connect(shared().url("conformance"), ssl=False)
        left = await other.fetch("SELECT FROM jedlik.session WHERE id = $1", connection.session)
        await other.close()
        assert not left

    asyncio.run(whole())


def test_settings_of_the_session() -> None:
    prepare()

    async def whole() -> None:
        connection = await Servers(address(shared().url("conformance"))).connect()
        for name, value in (
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("search_path", "jedlik"),
            ("plan_cache_mode", "force_generic_plan"),
        ):
            assert await connection.fetchval("SELECT current_setting($1)", name) == value
        # Statements search the index, although the table is small.
        plan = await connection.fetch("EXPLAIN SELECT value FROM entry WHERE id = '\\x00'")
        assert "entry_pkey" in "".join(row[0] for row in plan)
        connection.terminate()

    asyncio.run(whole())


def test_a_page_of_a_large_span_reads_no_more_than_itself() -> None:
    """The statistics of a large table make a bitmap and a sort of the whole span look cheap."""
    prepare()
    shared().execute("CREATE DATABASE large")

    async def whole() -> None:
        where = address(shared().url("large"))
        await (await open_database(where, connections=2)).close()
        connection = await Servers(where).connect()
        await connection.execute(
            "INSERT INTO entry (id, version, value)"
            " SELECT decode(md5(n::text), 'hex'), 1, decode(repeat('00', 100), 'hex')"
            " FROM generate_series(1, 50000) AS n"
        )
        await connection.execute("ANALYZE entry")
        page = (
            "PREPARE page(bytea, bytea) AS SELECT id, tail, value FROM entry"
            " WHERE id >= $1 AND id < $2 ORDER BY id"
        )
        await connection.execute(page)
        plan = str(await connection.fetch("EXPLAIN EXECUTE page('\\x00', '\\xff')"))
        assert "Index Scan using entry_pkey" in plan
        assert "Sort" not in plan
        await connection.execute("SET enable_bitmapscan = on")  # what it would be otherwise
        await connection.execute("DEALLOCATE page")
        await connection.execute(page)
        plan = str(await connection.fetch("EXPLAIN EXECUTE page('\\x00', '\\xff')"))
        assert "Sort" in plan
        await connection.close()

    asyncio.run(whole())
