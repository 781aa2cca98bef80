"""What clients have written, and which states each item may be in."""

from typing import Any

from jedlik.core.types.value import item_size_bytes
from tests.simulation.traffic import TABLE, Connection, whole_table

Item = dict[str, Any]
State = Item | None


class Ledger:
    """The possible states of each item: the acknowledged one, and those of later writes that were
    not acknowledged.
    """

    def __init__(self) -> None:
        self.acknowledged: dict[str, State] = {}
        self.under_way: dict[str, list[State]] = {}
        self.count = 0

    async def do(self, connection: Connection, name: str, state: State) -> None:
        """Brings the item `name` into `state`. If that fails, the state remains possible."""
        self.under_way.setdefault(name, []).append(state)
        key = {"pk": {"S": name}}
        if state is None:
            await connection.call("DeleteItem", TableName="numbered", Key=key)
        elif self.acknowledged.get(name) is None:
            await connection.call("PutItem", TableName="numbered", Item=state)
        else:
            await connection.call(
                "UpdateItem",
                TableName="numbered",
                Key=key,
                UpdateExpression="SET n = :n, fill = :f",
                ExpressionAttributeValues={":n": state["n"], ":f": state["fill"]},
            )
        self.acknowledged[name] = state
        del self.under_way[name]
        self.count += 1

    def compare(self, items: list[Item], seed: object) -> None:
        """Compares with what is stored. What was in flight may have happened or not."""
        found = {item["pk"]["S"]: item for item in items}
        assert len(found) == len(items)
        assert found.keys() <= self.acknowledged.keys() | self.under_way.keys()
        for name in self.acknowledged.keys() | self.under_way.keys():
            allowed = [self.acknowledged.get(name), *self.under_way.get(name, ())]
            assert found.get(name) in allowed, (seed, name)
            self.acknowledged[name] = found.get(name)
        self.under_way.clear()


def item(name: str, number: int, size: int) -> Item:
    """Returns an item from which a reader can see whether it is complete."""
    return {"pk": {"S": name}, "n": {"N": str(number)}, "fill": {"S": f"{number}." * size}}


async def check(ledger: Ledger, port: int, *, first: bool, seed: object) -> None:
    """Compares the table with the ledger, and its counters with its items.

    first: whether the table must be created.
    """
    connection = Connection(port)
    try:
        if first:
            await connection.call("CreateTable", **TABLE)
        items = await whole_table(connection)
        ledger.compare(items, seed)
        described = await connection.call("DescribeTable", TableName="numbered")
    finally:
        await connection.close()
    table = described["Table"]
    assert table["ItemCount"] == len(items)
    assert table["TableSizeBytes"] == sum(map(item_size_bytes, items))
