"""The job that deletes the entries of exports after 90 days, and expired tokens.

The objects in buckets stay. Source: Developer Guide, "Requesting a table export".
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from jedlik.core.limits import EXPORT_STORED_DAYS
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.read import is_empty
from jedlik.features.exports.records import (
    due_from_bytes,
    due_key,
    due_put,
    due_span,
    export_from_bytes,
)
from jedlik.features.exports.tokens import expired_tokens
from jedlik.storage.interface import Delete, Fence, Mutation

_DAY_MS: Final = 86_400_000
_PIECE_EXPORTS: Final = 50
_PIECE_TOKENS: Final = 500
_PAGE_BYTES: Final = 1 << 20


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the two pieces: entries, and tokens, of all Regions and accounts."""
    return [
        Piece("old exports", partial(_are_exports_due, node), partial(_erase_exports, node)),
        Piece("expired tokens", partial(_are_tokens_due, node), partial(_erase_tokens, node)),
    ]


async def _are_exports_due(node: Node) -> bool:
    return not await is_empty(node.storage, due_span(_before_ms(node)))


async def _erase_exports(node: Node, lease: Fence) -> None:
    """Deletes some entries. That of an export that is still under way stays for as long again."""
    page = await node.storage.scan(
        due_span(_before_ms(node)), limit_items=_PIECE_EXPORTS, limit_bytes=_PAGE_BYTES
    )
    due = [due_from_bytes(each) for each in page.values]
    found = await node.storage.read([key for _, key in due], consistent=True)
    mutations: list[Mutation] = []
    for (at_ms, key), stored in zip(due, found, strict=True):
        mutations.append(Delete(due_key(key, at_ms)))
        if stored is None:
            continue
        if export_from_bytes(stored)["Status"] == "IN_PROGRESS":
            mutations.append(due_put(key, node.clock.now_ms()))
        else:
            mutations.append(Delete(key))
    await write(node, lease, mutations)


async def _are_tokens_due(node: Node) -> bool:
    return not await is_empty(node.storage, expired_tokens(node.clock.now_ms()))


async def _erase_tokens(node: Node, lease: Fence) -> None:
    expired = expired_tokens(node.clock.now_ms())
    await node.storage.erase(expired, limit_items=_PIECE_TOKENS, fence=lease)


def _before_ms(node: Node) -> int:
    return node.clock.now_ms() - EXPORT_STORED_DAYS * _DAY_MS


JOB: Final = Job(name="erase exports", every_s=60.0, pieces=pieces)
