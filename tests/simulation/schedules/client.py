"""A client of one process. It writes what it asks, and what it is answered, into the history.

Items whose keys begin with `expiring` are not in the history, because time to live deletes them.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_from_bytes
from tests.engine.in_memory import definitions, keys, table
from tests.simulation.schedules import model
from tests.simulation.schedules.cluster import Process
from tests.simulation.schedules.model import Answer, Call, text_of

NAME = "table"
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
EXPIRING = "expiring"
ATTRIBUTE = "at"
VECTOR = "x"


class Client:
    """Calls operations on one table."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.cluster = process.cluster
        self.history = process.cluster.history

    async def create(self, **members: object) -> Answer:
        """CreateTable."""
        self.history.must_stay = None
        request = {**table(NAME), **members}
        stream = "StreamSpecification" in members
        return await self._answered("CreateTable", model.create, request, stream=stream)

    async def drop(self) -> Answer:
        """DeleteTable."""
        self.history.must_stay = None
        return await self._answered("DeleteTable", model.drop, {}, stream=False)

    async def update(self, **members: object) -> Answer:
        """UpdateTable."""
        return await self._answered("UpdateTable", model.change, members)

    async def add_index(self, name: str = "by-n") -> Answer:
        """Create a global index of the attribute `n`."""
        index = {
            "IndexName": name,
            "KeySchema": keys("n HASH"),
            "Projection": {"ProjectionType": "ALL"},
        }
        updates = [{"Create": index}]
        return await self.update(
            AttributeDefinitions=definitions("n"), GlobalSecondaryIndexUpdates=updates
        )

    async def add_vector_index(self, name: str = "near") -> Answer:
        """Create a vector index of the attribute `VECTOR`."""
        index = {
            "IndexName": name,
            "VectorAttribute": {"AttributeName": VECTOR},
            "Dimensions": 1,
            "DistanceFunction": "EUCLIDEAN",
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
        return await self.update(VectorIndexUpdates=[{"Create": index}])

    async def drop_index(self, name: str = "by-n") -> Answer:
        """Delete a global index."""
        return await self.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": name}}])

    async def drop_vector_index(self, name: str = "near") -> Answer:
        """Delete a vector index."""
        return await self.update(VectorIndexUpdates=[{"Delete": {"IndexName": name}}])

    async def set_stream(self, *, enabled: bool) -> Answer:
        """Begin or end the stream of the table."""
        specification = STREAM if enabled else {"StreamEnabled": False}
        members = {"StreamSpecification": specification}
        return await self._answered("UpdateTable", model.change, members, stream=enabled)

    async def set_time_to_live(self, *, enabled: bool) -> Answer:
        """Switch time to live on or off."""
        if enabled:
            self.history.must_stay = None
        specification = {"Enabled": enabled, "AttributeName": ATTRIBUTE}
        members = {"TimeToLiveSpecification": specification}
        answer = await self._answered("UpdateTimeToLive", model.change, members)
        if not enabled and answer.code is None:
            self.history.must_stay = self._expiring_items()
        return answer

    async def put(self, pk: str, **attributes: object) -> Answer:
        """PutItem of an item that no other put makes."""
        item = {"pk": {"S": pk}, "v": {"N": str(self._now())}, **attributes}
        members = {"Item": item, "ReturnValues": "ALL_OLD"}
        text = text_of(item)
        return await self._answered("PutItem", partial(model.put, pk, text), members, new=text)

    async def put_expiring(self, pk: str, in_s: int) -> Answer:
        """PutItem of an item that expires in some seconds, or has expired."""
        was_off = self.history.must_stay is not None
        at = str(self.cluster.now_ms // 1000 + in_s)
        item = {"pk": {"S": f"{EXPIRING} {pk}"}, ATTRIBUTE: {"N": at}, "n": {"S": "e"}}
        answer = await self._asked("PutItem", {"Item": item})
        if answer.code is None and was_off and self.history.must_stay is not None:
            self.history.must_stay |= self._expiring_items(f"{EXPIRING} {pk}")
        return answer

    async def delete(self, pk: str) -> Answer:
        """DeleteItem."""
        members = {"Key": {"pk": {"S": pk}}, "ReturnValues": "ALL_OLD"}
        return await self._answered("DeleteItem", partial(model.put, pk, None), members)

    async def add(self, pk: str) -> Answer:
        """UpdateItem that adds one to a counter."""
        members = {"Key": {"pk": {"S": pk}}, **_ADD, "ReturnValues": "ALL_NEW"}
        return await self._answered("UpdateItem", partial(model.add, (pk,), None), members)

    async def transact(self, token: str, *pks: str) -> Answer:
        """TransactWriteItems with a token that adds one to each of some counters."""
        actions = [{"Update": {"TableName": NAME, "Key": {"pk": {"S": pk}}, **_ADD}} for pk in pks]
        members = {"TransactItems": actions, "ClientRequestToken": token}
        return await self._answered("TransactWriteItems", partial(model.add, pks, token), members)

    async def get(self, pk: str) -> Answer:
        """GetItem, strongly consistent."""
        members = {"Key": {"pk": {"S": pk}}, "ConsistentRead": True}
        return await self._read("GetItem", pk, members)

    async def scan(self) -> Answer:
        """Scan of the whole table, strongly consistent."""
        return await self._read("Scan", None, {"ConsistentRead": True})

    async def search(self, name: str = "near") -> Answer:
        """SearchVectors: the keys of all items in a vector index, as the value of the answer."""
        members = {"IndexName": name, "SearchVector": [{"N": "0"}], "TopK": 100}
        return await self._asked("SearchVectors", members)

    def _now(self) -> int:
        return self.history.moment()

    def _expiring_items(self, prefix: str = EXPIRING) -> set[Key]:
        """Return the keys of the expiring items that are stored, those that begin with `prefix`."""
        return {
            key
            for key, stored in self.cluster.memory.values.items()
            if key.space == Space.ITEM and item_from_bytes(stored)["pk"]["S"].startswith(prefix)
        }

    async def _read(self, operation: str, pk: str | None, members: Mapping[str, object]) -> Answer:
        number = self._now()
        find, read = partial(model.find, number), partial(model.read, number, pk)
        return await self._recorded(Call(operation, number, find, read), members)

    async def _answered(
        self,
        operation: str,
        effect: model.Effect,
        members: Mapping[str, object],
        new: str | None = None,
        stream: bool | None = None,
    ) -> Answer:
        call = Call(operation, self._now(), effect, new=new, stream=stream)
        return await self._recorded(call, members)

    async def _recorded(self, call: Call, members: Mapping[str, object]) -> Answer:
        self.history.calls.append(call)
        answer = await self._asked(call.operation, members)
        if call.reads is not None:
            call.read_from = self.cluster.running.verb_began
        call.answer = answer
        call.returned = self._now()
        return answer

    async def _asked(self, operation: str, members: Mapping[str, object]) -> Answer:
        if operation != "TransactWriteItems":
            members = {"TableName": NAME, **members}
        while True:  # SDKs repeat a read that is answered with 503
            answer = await self._asked_once(operation, members)
            if answer.code != "ServiceUnavailable" or operation not in {"GetItem", "Scan"}:
                return answer

    async def _asked_once(self, operation: str, members: Mapping[str, object]) -> Answer:
        try:
            answer = await self.process.calls(operation, **members)
        except Reject as reject:
            return Answer(code=reject.error.code)
        return Answer(value=_value(operation, answer))


_ADD = {"UpdateExpression": "ADD c :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}


def _value(operation: str, answer: Mapping[str, Any]) -> object:
    """Return what the model says about an answer."""
    if operation == "Scan":
        items = [each for each in answer["Items"] if not each["pk"]["S"].startswith(EXPIRING)]
        return frozenset((each["pk"]["S"], text_of(each)) for each in items)
    if operation == "SearchVectors":
        return sorted(each["Item"]["pk"]["S"] for each in answer["SearchResults"])
    item = answer.get("Attributes") or answer.get("Item")
    return None if item is None else text_of(item)
