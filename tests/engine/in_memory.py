"""A node on memory storage with a clock that tests step, and a caller of its operations."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import orjson

from jedlik.apis.registry import OPERATION_BY_NAME
from jedlik.core.errors import Reject
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Context, Node
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job, take_lease
from jedlik.features.options import Options
from jedlik.features.registry import FEATURES
from jedlik.storage.interface import Batch, Delete, Storage
from jedlik.storage.memory import MemoryStorage

REGION = "us-east-1"
ACCOUNT = "123456789012"
START_MS = 1_791_500_000_123  # Thursday, 8 October 2026, 22:53:20.123 UTC

_OPTIONS = Options()

T = TypeVar("T")


class SteppedClock:
    """Time that passes only when a test says so, or somebody sleeps."""

    def __init__(self) -> None:
        self.time_ms = START_MS

    def now_ms(self) -> int:
        return self.time_ms

    async def sleep(self, seconds: float) -> None:
        self.time_ms += int(seconds * 1000)
        await asyncio.sleep(0)


class CountedIds:
    """Ids in order: 00000000-...-000000000001 and on."""

    def __init__(self) -> None:
        self._count = 0

    def uuid(self) -> str:
        self._count += 1
        return f"00000000-0000-4000-8000-{self._count:012}"


def result_of(awaitable: Awaitable[T]) -> T:
    """What an awaitable returns."""

    async def awaited() -> T:
        return await awaitable

    return asyncio.run(awaited())


async def run_once(job: Job, node: Node) -> None:
    """Do one piece of the work of a job, under a lease that is given up afterwards."""
    lease = await take_lease(job, node, "test")
    assert lease is not None
    try:
        await job.run(node, lease)
    finally:
        given_up = Batch((Delete(lease.key),), None)
        await node.storage.transact([], lambda _: given_up)


class Caller:
    """Calls operations as the pipeline does: shape, check, run, JSON."""

    def __init__(
        self,
        *,
        delay_ms: int = 0,
        storage: Storage | None = None,
        clock: SteppedClock | None = None,
        region: str = REGION,
        account_id: str = ACCOUNT,
        options: Options = _OPTIONS,
        makers: Sequence[Callable[[Options], Feature]] = FEATURES,
    ) -> None:
        self.features = [make(options) for make in makers]
        self.clock = clock or SteppedClock()
        self.storage = storage or MemoryStorage(now_ms=self.clock.now_ms)
        self.node = Node(
            self.storage,
            Catalog(self.storage, [each.table for each in self.features]),
            self.clock,
            CountedIds(),
            delay_ms,
            "localhost:8000",
        )
        self.context = Context(self.node, region, account_id)

    async def calls(self, name: str, **members: object) -> dict[str, Any]:
        """The answer; raises Reject."""
        operation = OPERATION_BY_NAME[name]
        request = orjson.loads(orjson.dumps(members))
        operation.shape.check(request)
        answer = await operation.run(operation.check(request), self.context)
        decoded: dict[str, Any] = orjson.loads(orjson.dumps(answer))
        return decoded

    def call(self, name: str, **members: object) -> dict[str, Any]:
        """The answer; raises Reject."""
        return result_of(self.calls(name, **members))

    def refusal(self, name: str, **members: object) -> str:
        """The refusal, as `Code: message`."""
        try:
            answer = self.call(name, **members)
        except Reject as rejected:
            return f"{rejected.error.code}: {rejected.error.message}"
        raise AssertionError(f"{name} was accepted: {answer}")

    def create(self, name: str = "music", **members: object) -> dict[str, Any]:
        """Create an on-demand table of one key attribute; the description answered."""
        description: dict[str, Any] = self.call("CreateTable", **{**table(name), **members})[
            "TableDescription"
        ]
        return description

    def describe(self, name: str = "music") -> dict[str, Any]:
        """The description of a table."""
        description: dict[str, Any] = self.call("DescribeTable", TableName=name)["Table"]
        return description


def table(name: str = "music") -> dict[str, object]:
    """A request for a table of one key attribute, paid by use."""
    return {
        "TableName": name,
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }


def arn_of(name: str = "music", *, region: str = REGION, account_id: str = ACCOUNT) -> str:
    """The ARN of a table."""
    return f"arn:aws:dynamodb:{region}:{account_id}:table/{name}"


def units(read: int, write: int) -> dict[str, int]:
    """Provisioned throughput."""
    return {"ReadCapacityUnits": read, "WriteCapacityUnits": write}


def keys(*elements: str) -> list[dict[str, str]]:
    """`keys("a HASH", "b RANGE")`: a key schema."""
    pairs = [element.split() for element in elements]
    return [{"AttributeName": name, "KeyType": role} for name, role in pairs]


def definitions(*names: str) -> list[dict[str, str]]:
    """Definitions of string attributes."""
    return [{"AttributeName": name, "AttributeType": "S"} for name in names]


VE = "ValidationException: "
INV = VE + "One or more parameter values were invalid: "
ENV = VE + "1 validation error detected: "
