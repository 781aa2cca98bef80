"""The schema: created once, refused if it is newer, and only on a server that is safe."""

import asyncio

import asyncpg
import pytest

from jedlik.storage.postgresql import OpenError, open_database, refuse_nodes
from jedlik.storage.postgresql.schema import FORMAT
from tests.storage.postgresql.database import address, prepare, shared


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
