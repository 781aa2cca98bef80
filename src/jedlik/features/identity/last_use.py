"""Remembers when access keys and roles were last used, and stores it once a minute.

A request only puts its use into a dictionary. A job stores what has come together. What a process
has not stored when it ends is lost; the service does not promise more either (IAM User Guide,
"GetAccessKeyLastUsed").
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece
from jedlik.features.identity.records import LastUseRecord, last_use_entry
from jedlik.storage.interface import Batch, Fence, Put

_INTERVAL_S: Final = 60.0
_UNSTORED_MAX: Final = 10_000


@final
class LastUses:
    """The uses that one process has not stored yet."""

    def __init__(self) -> None:
        self._uses: dict[str, LastUseRecord] = {}
        self.job: Final = Job("store last uses", _INTERVAL_S, self._pieces)

    def note(self, identifier: str, service: str, region: str, now_s: int) -> None:
        """Remembers a use. identifier: an access key id, or the id of a role."""
        use = self._uses.get(identifier)
        if use is not None and use["TimeS"] == now_s and use["Service"] == service:
            return
        if use is not None or len(self._uses) < _UNSTORED_MAX:
            self._uses[identifier] = {"TimeS": now_s, "Service": service, "Region": region}

    async def _pieces(self, node: Node) -> Sequence[Piece]:
        return (Piece("identities", self._is_due, partial(self._store, node)),)

    async def _is_due(self) -> bool:
        return bool(self._uses)

    async def _store(self, node: Node, lease: Fence) -> None:
        """Stores all uses. Nobody caches them, so the epoch stays."""
        uses, self._uses = self._uses, {}
        mutations = [
            Put(last_use_entry(identifier).key, orjson.dumps(use))
            for identifier, use in uses.items()
        ]
        batch = Batch(mutations, None)
        await node.storage.transact([], lambda _: batch)
