"""Whether a sealing key opens the secrets in a storage, before a command moves them."""

from collections.abc import AsyncIterator
from typing import Final

import orjson

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.read import pages
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.material import can_open
from jedlik.features.identity.accounts import secret_of
from jedlik.features.identity.records import keys_span
from jedlik.storage.interface import Storage

_KEYS: Final = Span(Space.ENCRYPTION_KEYS, 0)


async def unopened(storage: Storage, sealing: Sealing | None) -> AsyncIterator[str]:
    """Yields the name of each access key and of each key of KMS that cannot be opened.

    sealing: None if there is no sealing key.
    """
    async for stored in pages(storage, keys_span()):
        for record in map(orjson.loads, stored):
            if sealing is None or secret_of(sealing, record) is None:
                yield f"access key {record['Id']}"
    async for stored in pages(storage, _KEYS):
        for record in map(orjson.loads, filter(_is_record, stored)):
            if "Materials" in record and (sealing is None or not can_open(sealing, record)):
                yield f"key {record['Id']} of KMS"


def _is_record(stored: bytes) -> bool:
    """Returns whether a value is a record. Due work has others."""
    return stored.startswith(b"{")
