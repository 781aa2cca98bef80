"""The job that deletes the entries of imports that ended long ago, and their tokens.

Bulk operations have a job of the same kind.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Final, final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due
from jedlik.features.imports.entries import STORED_MS, Entries, Entry, place_of
from jedlik.features.imports.records import ENTRIES, all_imports
from jedlik.storage.interface import (
    Abort,
    Batch,
    Delete,
    Fence,
    FenceLostError,
    Mutation,
    Storage,
)

_PIECE_ENTRIES: Final = 100
_EVERY_S: Final = 600.0


@final
class Expiry:
    """The expiry of one kind of entries.

    of: what they are, for messages. id_member: the member of a token that has the id of its entry.
    """

    def __init__(
        self,
        of: str,
        entries: Entries,
        all_entries: Callable[[Storage], AsyncIterator[Entry]],
        id_member: str,
    ) -> None:
        self._of = of
        self._entries = entries
        self._all_entries = all_entries
        self._id_member = id_member

    @property
    def job(self) -> Job:
        """Returns the job."""
        return Job(name=f"expire {self._of}", every_s=_EVERY_S, pieces=self._pieces)

    async def _pieces(self, node: Node) -> Sequence[Piece]:
        """Returns the work on the oldest entries."""
        before_ms = node.clock.now_ms() - STORED_MS
        old: list[Entry] = []
        async for entry in self._all_entries(node.storage):
            if entry.get("EndedMs", before_ms + 1) <= before_ms:
                old.append(entry)
                if len(old) == _PIECE_ENTRIES:
                    break
        return (
            [Piece(f"old {self._of}", always_due, partial(self._expire, node, old))] if old else []
        )

    async def _expire(self, node: Node, old: Sequence[Entry], lease: Fence) -> None:
        """Deletes entries. A token may have begun another one since then."""
        tokens = [
            self._entries.token_key(each["Region"], each["AccountId"], each["ClientToken"])
            for each in old
        ]

        def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
            if values[0] != lease.value:
                return Abort(None)
            mutations: list[Mutation] = []
            for entry, key, token in zip(old, tokens, values[1:], strict=True):
                mutations.append(Delete(self._entries.entry_key(place_of(entry))))
                if token is not None and orjson.loads(token)[self._id_member] == entry["Id"]:
                    mutations.append(Delete(key))
            return Batch(mutations, None)

        if isinstance(await node.storage.transact([lease.key, *tokens], decide), Abort):
            raise FenceLostError


JOB: Final = Expiry("imports", ENTRIES, all_imports, "ImportId").job
