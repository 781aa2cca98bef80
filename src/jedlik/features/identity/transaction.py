"""An operation on records, as one transaction.

An operation is plain code: it reads records, and puts or deletes others. The transaction remembers
the bytes that were read. The commit proves in one transaction of the storage that they are all
unchanged, and writes. If one has changed, the operation runs again from its beginning.

An operation that only reads, or that refuses, has no commit. If it has read more than once, one
more read of the same keys proves that all of it was true at one moment.

What must be counted for a check is a count in a record, because a scan cannot be proved.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Literal, TypeVar, final

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.engine.context import Node
from jedlik.features.identity.records import Entry, R, decoded
from jedlik.storage.interface import Abort, Batch, Delete, Mutation, Put

T = TypeVar("T")

_ATTEMPTS: Final = 10
# Source of the code: IAM API Reference. The text is its description of the error.
CONFLICT: Final = ServiceError(
    "ConcurrentModification",
    "The request was rejected because multiple requests to change this object were submitted"
    " simultaneously. Wait a few minutes and submit your request again.",
)


@final
class Transaction:
    """The records that one operation has read and wants to write.

    node: where the operation runs. now_s: the time of the operation, in seconds since 1970.
    """

    def __init__(self, node: Node) -> None:
        self.node = node
        self.now_s = node.clock.now_ms() // 1000
        self.read_values: dict[Key, bytes | None] = {}
        self.rounds = 0
        self._written: dict[Key, bytes | None] = {}
        self._others: list[Mutation] = []

    async def get(self, entry: Entry[R]) -> R | None:
        """Returns a record, or None. It is a copy: to change it, change the copy and put it."""
        (record,) = await self.get_all([entry])
        return record

    async def get_all(self, entries: Sequence[Entry[R]]) -> list[R | None]:
        """Returns records in the order of their entries, None for an absent one."""
        missing = [
            each.key
            for each in entries
            if each.key not in self._written and each.key not in self.read_values
        ]
        if missing:
            self.rounds += 1
            found = await self.node.storage.read(missing, consistent=True)
            self.read_values.update(zip(missing, found, strict=True))
        values = [self._value(each.key) for each in entries]
        return [
            None if value is None else decoded(each, value)
            for each, value in zip(entries, values, strict=True)
        ]

    def put(self, entry: Entry[R], record: R) -> None:
        """Stores a record at the end of the operation."""
        self._written[entry.key] = orjson.dumps(record)

    def delete(self, entry: Entry[R]) -> None:
        """Deletes a record at the end of the operation."""
        self._written[entry.key] = None

    def add(self, mutations: Sequence[Mutation]) -> None:
        """Writes something else at the end of the operation. It cannot be read before."""
        self._others += mutations

    @property
    def mutations(self) -> list[Mutation]:
        """Returns what the commit writes."""
        records: list[Mutation] = [
            Delete(key) if value is None else Put(key, value)
            for key, value in self._written.items()
        ]
        return records + self._others

    def _value(self, key: Key) -> bytes | None:
        return self._written[key] if key in self._written else self.read_values[key]


async def transact(
    node: Node, operation: Callable[[Transaction], Awaitable[T]], *, raises_epoch: bool = True
) -> T:
    """Runs an operation until its commit succeeds. Returns what the operation returned.

    raises_epoch: whether other processes must drop what they have cached of identities.
    Raises Reject: what the operation raises, and ConcurrentModification after ten attempts.
    """
    for _ in range(_ATTEMPTS):
        transaction = Transaction(node)
        try:
            result = await operation(transaction)
        except Reject:
            if await _is_true(transaction):
                raise
            continue
        mutations = transaction.mutations
        if not mutations:
            if await _is_true(transaction):
                return result
        elif await _commit(transaction, mutations, raises_epoch=raises_epoch):
            return result
    raise Reject(CONFLICT)


async def _is_true(transaction: Transaction) -> bool:
    """Returns whether everything that was read is stored at one moment."""
    values = transaction.read_values
    if transaction.rounds <= 1:
        return True
    found = await transaction.node.storage.read(list(values), consistent=True)
    return list(found) == list(values.values())


async def _commit(
    transaction: Transaction, mutations: Sequence[Mutation], *, raises_epoch: bool
) -> bool:
    values: Mapping[Key, bytes | None] = transaction.read_values
    expected = list(values.values())
    batch = Batch(mutations, True, raises_epoch=raises_epoch)

    def decide(found: Sequence[bytes | None]) -> Batch[bool] | Abort[Literal[False]]:
        return batch if list(found) == expected else Abort(False)

    return isinstance(await transaction.node.storage.transact(list(values), decide), Batch)
