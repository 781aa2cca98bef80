"""The values that connections share."""

import asyncio

from jedlik.edge.http.shared import next_turn
from tests.edge.transport import Connection


def test_connections_share_their_values() -> None:
    first = Connection()
    second = Connection(sibling=first)
    assert first.shared.connections == {first.protocol, second.protocol}


def test_next_turn() -> None:
    async def order() -> list[int]:
        found = [1]
        next_turn(lambda: found.append(3))
        found.append(2)
        await asyncio.sleep(0)
        return found

    assert asyncio.run(order()) == [1, 2, 3]
