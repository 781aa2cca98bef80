"""The job that deletes the entries of bulk operations that ended long ago, and their tokens."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece
from jedlik.features.bulk_operations.records import (
    STORED_MS,
    BulkOperation,
    all_operations,
    entry_key,
    place_of,
    token_key,
)
from jedlik.storage.interface import Abort, Batch, Delete, Fence, FenceLostError, Mutation

_PIECE_OPERATIONS: Final = 100


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work on the oldest operations."""
    before_ms = node.clock.now_ms() - STORED_MS
    old: list[BulkOperation] = []
    async for entry in all_operations(node.storage):
        if entry.get("EndedMs", before_ms + 1) <= before_ms:
            old.append(entry)
            if len(old) == _PIECE_OPERATIONS:
                break
    return [Piece("old bulk operations", _is_due, partial(_expire, node, old))] if old else []


async def _is_due() -> bool:
    """Returns True: `pieces` has found old operations."""
    return True


async def _expire(node: Node, old: Sequence[BulkOperation], lease: Fence) -> None:
    """Deletes operations. A token may have begun another operation since then."""
    tokens = [token_key(each["Region"], each["AccountId"], each["ClientToken"]) for each in old]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != lease.value:
            return Abort(None)
        mutations: list[Mutation] = []
        for entry, key, token in zip(old, tokens, values[1:], strict=True):
            mutations.append(Delete(entry_key(place_of(entry))))
            if token is not None and orjson.loads(token)["OperationId"] == entry["Id"]:
                mutations.append(Delete(key))
        return Batch(mutations, None)

    if isinstance(await node.storage.transact([lease.key, *tokens], decide), Abort):
        raise FenceLostError


JOB: Final = Job(name="expire bulk operations", every_s=600.0, pieces=pieces)
