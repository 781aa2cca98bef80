"""A node on memory storage, whose clock is set by tests, and a caller of its operations."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from threading import current_thread, main_thread
from typing import Any, TypeVar

import orjson

from jedlik.apis.api import Api
from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key
from jedlik.core.principal import account_root
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Context, Node
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job, next_piece, take_lease
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.options import Options
from jedlik.features.registry import FEATURES
from jedlik.pipeline.authenticate import open_to_all
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import Batch, Delete, Fence, Storage
from jedlik.storage.memory import MemoryStorage
from jedlik.wire.json_1_0 import encode_with_blobs
from tests.at_end import at_end

REGION = "us-east-1"
ACCOUNT = "123456789012"
START_MS = 1_791_500_000_123  # Thursday, 8 October 2026, 22:53:20.123 UTC

_OPTIONS = Options()

T = TypeVar("T")


class SteppedClock:
    """A clock that moves only when a test sets it, or somebody sleeps."""

    def __init__(self) -> None:
        self.time_ms = START_MS

    def now_ms(self) -> int:
        return self.time_ms

    async def sleep(self, seconds: float) -> None:
        self.time_ms += int(seconds * 1000)
        await asyncio.sleep(0)


class CountedIds:
    """Ids in order, beginning with 00000000-...-000000000001."""

    def __init__(self) -> None:
        self._count = 0

    def uuid(self) -> str:
        self._count += 1
        return f"00000000-0000-4000-8000-{self._count:012}"


def result_of(awaitable: Awaitable[T]) -> T:
    """Returns the result of an awaitable."""

    async def awaited() -> T:
        return await awaitable

    if current_thread() is not main_thread():
        return asyncio.run(awaited())
    return _runner().run(awaited())


@cache
def _runner() -> asyncio.Runner:
    """Returns what runs all calls of the main thread: to make an event loop takes three times as
    long as a call.
    """
    runner = asyncio.Runner()
    at_end(runner.close)
    return runner


async def is_due(job: Job, node: Node) -> bool:
    """Returns whether a job has something to do."""
    return await next_piece(job, node) is not None


async def run_piece(job: Job, node: Node, lease: Fence) -> None:
    """Does one piece of the work of a job, if one is due."""
    piece = await next_piece(job, node)
    if piece is not None:
        await piece.run(lease)


async def run_once(job: Job, node: Node) -> None:
    """Does one piece of the work of a job, and gives up the lease afterwards."""
    lease = await take_lease(job, node, "test")
    assert lease is not None
    try:
        await run_piece(job, node, lease)
    finally:
        given_up = Batch((Delete(lease.key),), None)
        await node.storage.transact([], lambda _: given_up)


def api_of(name: str) -> Api:
    """Returns the API of an operation. Of several the first, unless `name` has the API before a
    dot: `KMS.TagResource`.
    """
    given, _, operation = name.rpartition(".")
    return next(api for api in APIS if operation in api.names and given in {"", api.name})


class Caller:
    """Calls operations through the pipeline, without HTTP."""

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
        sealing: Sealing | None = None,
        is_open: bool = False,
    ) -> None:
        self.features = [make(options) for make in makers]
        self.clock = clock or SteppedClock()
        self.storage = storage or MemoryStorage(now_ms=self.clock.now_ms)
        self.encrypted = EncryptedStorage(self.storage)
        ids, sealing = CountedIds(), sealing or Sealing(lambda: b"k" * 32)
        self.data_keys = TableKeys(self.encrypted, sealing, ids)
        self.node = Node(
            self.encrypted,
            Catalog(self.encrypted, [each.table for each in self.features], self.data_keys),
            self.clock,
            ids,
            delay_ms,
            "localhost:8000",
            sealing,
        )
        self._region = region
        self._principal = account_root(account_id, is_verified=not is_open)
        self.context = self.request_context()
        services = Services(self.node, AccessControl(open_to_all(self._principal)))
        self._pipeline = Pipeline(services, APIS, PROTOCOLS, {})

    def request_context(self) -> Context:
        """Returns the context of one more request."""
        return Context(self.node, self._region, self._principal)

    async def calls(self, name: str, **members: object) -> dict[str, Any]:
        """Returns the answer as a client reads it. Raises Reject."""
        request = orjson.loads(orjson.dumps(members))
        api, operation = api_of(name), name.rpartition(".")[2]
        answer = await self._pipeline.call(api, operation, request, self.request_context())
        decoded: dict[str, Any] = orjson.loads(encode_with_blobs(answer or {}))
        return decoded

    def call(self, name: str, **members: object) -> dict[str, Any]:
        """Returns the answer as a client reads it. Raises Reject."""
        return result_of(self.calls(name, **members))

    def refusal(self, name: str, **members: object) -> str:
        """Returns the error of a call that must be refused, as `Code: message`."""
        try:
            answer = self.call(name, **members)
        except Reject as rejected:
            error = rejected.error
            return f"{error.code}: {error.fields.get('message', error.message)}"
        raise AssertionError(f"{name} was accepted: {answer}")

    def create(self, name: str = "music", **members: object) -> dict[str, Any]:
        """Creates an on-demand table of one key attribute. Returns its description."""
        description: dict[str, Any] = self.call("CreateTable", **{**table(name), **members})[
            "TableDescription"
        ]
        return description

    def describe(self, name: str = "music") -> dict[str, Any]:
        """Returns the description of a table."""
        description: dict[str, Any] = self.call("DescribeTable", TableName=name)["Table"]
        return description


def values(caller: Caller) -> dict[Key, bytes]:
    """All that a storage in memory holds. No verb of a storage lists everything."""
    found: dict[Key, bytes] = dict(caller.storage.__dict__["_values"])
    return found


def table(name: str = "music") -> dict[str, object]:
    """Returns a request for an on-demand table of one key attribute."""
    return {
        "TableName": name,
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }


def arn_of(name: str = "music", *, region: str = REGION, account_id: str = ACCOUNT) -> str:
    """Returns the ARN of a table."""
    return f"arn:aws:dynamodb:{region}:{account_id}:table/{name}"


def units(read: int, write: int) -> dict[str, int]:
    """Returns provisioned throughput."""
    return {"ReadCapacityUnits": read, "WriteCapacityUnits": write}


def keys(*elements: str) -> list[dict[str, str]]:
    """Returns a key schema: `keys("a HASH", "b RANGE")`."""
    pairs = [element.split() for element in elements]
    return [{"AttributeName": name, "KeyType": role} for name, role in pairs]


def definitions(*names: str) -> list[dict[str, str]]:
    """Returns definitions of string attributes."""
    return [{"AttributeName": name, "AttributeType": "S"} for name in names]


VE = "ValidationException: "
INV = VE + "One or more parameter values were invalid: "
ENV = VE + "1 validation error detected: "
