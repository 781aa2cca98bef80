"""A table with a random history, and what it had after each step."""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.features.streams import roll_shards
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, definitions, keys, run_once, values
from tests.features.history.samples import NAME, last_position

STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
INDEX = {
    "IndexName": "by_n",
    "KeySchema": keys("n HASH"),
    "Projection": {"ProjectionType": "ALL"},
}


def new_caller() -> Caller:
    caller = Caller()
    caller.create(
        NAME,
        KeySchema=keys("pk HASH", "sk RANGE"),
        AttributeDefinitions=definitions("pk", "sk", "n"),
        GlobalSecondaryIndexes=[INDEX],
    )
    return caller


class History:
    """A table, its random history, and what it had after each step."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.caller = new_caller()
        self.snapshots: dict[int, dict[Key, bytes]] = {}

    def key(self) -> dict[str, Any]:
        return {
            "pk": string(self.random.choice("abc")),
            "sk": string(str(self.random.randrange(9))),
        }

    def item(self) -> dict[str, Any]:
        text = "x" * self.random.choice((1, 1, 3_000))
        return {**self.key(), "n": string(str(self.random.randrange(99))), "t": string(text)}

    async def step(self) -> None:
        """Does one random thing."""
        choices: Sequence[Callable[[], Awaitable[object]]] = (
            *(self.put, self.put, self.put, self.delete, self.delete, self.update),
            *(self.transact, self.batch, self.set_stream, self.roll, self.set_clock),
        )
        await self.random.choice(choices)()

    async def note(self) -> None:
        """Copies the table at its present moment."""
        self.snapshots[await last_position(self.caller)] = self.present()

    def present(self) -> dict[Key, bytes]:
        return {key: value for key, value in values(self.caller).items() if key.space is Space.ITEM}

    async def put(self) -> None:
        await self.caller.calls("PutItem", TableName=NAME, Item=self.item())

    async def delete(self) -> None:
        await self.caller.calls("DeleteItem", TableName=NAME, Key=self.key())

    async def update(self) -> None:
        await self.caller.calls(
            "UpdateItem",
            TableName=NAME,
            Key=self.key(),
            UpdateExpression="ADD plays :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    async def transact(self) -> None:
        found = {str(key): key for key in (self.key() for _ in range(3))}
        actions: list[dict[str, Any]] = [
            {"Put": {"TableName": NAME, "Item": {**key, "t": string("transaction")}}}
            if self.random.random() < 0.5
            else {"Delete": {"TableName": NAME, "Key": key}}
            for key in found.values()
        ]
        await self.caller.calls("TransactWriteItems", TransactItems=actions)

    async def batch(self) -> None:
        found = {str(key): key for key in (self.key() for _ in range(4))}
        requests = [{"PutRequest": {"Item": {**key, "t": string("b")}}} for key in found.values()]
        await self.caller.calls("BatchWriteItem", RequestItems={NAME: requests})

    async def set_stream(self) -> None:
        table = (await self.caller.calls("DescribeTable", TableName=NAME))["Table"]
        stream = {"StreamEnabled": False} if "StreamSpecification" in table else STREAM
        await self.caller.calls("UpdateTable", TableName=NAME, StreamSpecification=stream)

    async def roll(self) -> None:
        self.caller.clock.time_ms += 4 * 3_600_000
        await run_once(roll_shards.JOB, self.caller.node)

    async def set_clock(self) -> None:
        self.caller.clock.time_ms += self.random.choice((1, 700, 60_000, -500, -90_000))
