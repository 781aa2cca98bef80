"""The job that deletes the entries of imports that ended long ago, and their tokens."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece
from jedlik.features.imports.records import (
    STORED_MS,
    Import,
    all_imports,
    entry_key,
    place_of,
    token_key,
)
from jedlik.storage.interface import Abort, Batch, Delete, Fence, FenceLostError, Mutation

_PIECE_IMPORTS: Final = 100


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work on the oldest imports."""
    before_ms = node.clock.now_ms() - STORED_MS
    old: list[Import] = []
    async for entry in all_imports(node.storage):
        if entry.get("EndedMs", before_ms + 1) <= before_ms:
            old.append(entry)
            if len(old) == _PIECE_IMPORTS:
                break
    return [Piece("old imports", _is_due, partial(_expire, node, old))] if old else []


async def _is_due() -> bool:
    """Returns True: `pieces` has found old imports."""
    return True


async def _expire(node: Node, old: Sequence[Import], lease: Fence) -> None:
    """Deletes imports. A token may have begun another import since then."""
    tokens = [token_key(each["Region"], each["AccountId"], each["ClientToken"]) for each in old]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != lease.value:
            return Abort(None)
        mutations: list[Mutation] = []
        for entry, key, token in zip(old, tokens, values[1:], strict=True):
            mutations.append(Delete(entry_key(place_of(entry))))
            if token is not None and orjson.loads(token)["ImportId"] == entry["Id"]:
                mutations.append(Delete(key))
        return Batch(mutations, None)

    if isinstance(await node.storage.transact([lease.key, *tokens], decide), Abort):
        raise FenceLostError


JOB: Final = Job(name="expire imports", every_s=600.0, pieces=pieces)
