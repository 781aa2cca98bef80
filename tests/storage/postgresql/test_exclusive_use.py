"""The exclusive use of a database, and formats that no node serves."""

import asyncio

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Put
from jedlik.storage.postgresql import (
    Address,
    ExclusiveUse,
    OpenError,
    open_database,
    open_prepared,
)
from jedlik.storage.postgresql.schema import FORMAT, UNFINISHED
from tests.storage.postgresql.database import address, prepare, shared
from tests.storage.scenarios import writing

ENTRY = Put(Key(Space.ITEM, 1, b"p", b""), b"value")


def new(name: str) -> Address:
    prepare()
    shared().execute(f"CREATE DATABASE {name}")
    return address(shared().url(name))


def test_a_target_is_served_only_after_its_end() -> None:
    node = new("moved_into")
    command = node.of_command("jedlik move")

    async def whole() -> None:
        for _ in range(2):  # the first command is interrupted
            use = await ExclusiveUse.begin(command, is_target=True)
            storage = await open_prepared(command, connections=2)
            await storage.transact([], writing(ENTRY))
            await storage.close()
            await use.end()
            with pytest.raises(OpenError, match="is not finished"):
                await open_database(node)
            with pytest.raises(OpenError, match="is not finished"):
                await ExclusiveUse.begin(command, is_target=False)
        use = await ExclusiveUse.begin(command, is_target=True)
        await use.finish({"seal": b"key"})
        assert await use.secret("seal") == b"key"
        assert await use.secret("other") is None
        await use.end()
        storage = await open_database(node, connections=2)
        assert await storage.secret("seal", b"new") == b"key"
        await storage.close()
        with pytest.raises(OpenError, match="a move replaces nothing"):
            await ExclusiveUse.begin(command, is_target=True)

    asyncio.run(whole())


def test_a_version_that_knows_no_moves_refuses_the_format() -> None:
    """Such a version compares the number with its own format, as this one does with a newer one."""
    assert UNFINISHED + FORMAT > FORMAT


def test_a_node_that_runs_is_noticed() -> None:
    node = new("served")
    command = node.of_command("jedlik move")

    async def whole() -> None:
        with pytest.raises(OpenError, match="there is no data"):
            await ExclusiveUse.begin(command, is_target=False)
        storage = await open_database(node, connections=2)
        with pytest.raises(OpenError, match="stop it first"):
            await ExclusiveUse.begin(command, is_target=False)
        await storage.close()
        use = await ExclusiveUse.begin(command, is_target=False)
        await use.check()
        await use.end()
        with pytest.raises(OpenError, match="a server may have started"):
            await use.check()
        with pytest.raises(OpenError, match="a server may have started"):
            await use.secret("seal")
        with pytest.raises(OpenError, match="a server may have started"):
            await use.finish({})

    asyncio.run(whole())
