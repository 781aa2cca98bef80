"""A storage that encrypts the values of some tables, around another storage.

The set of these tables is empty at first, and then every call is passed on. Values of items, index
entries and log records are encrypted; keys and all other spaces, such as that of counters, are not.
A stored value is: mark (5 bytes), nonce (12 bytes), output of AES-256-GCM. The number of the table
is authenticated. The key of the entry is not, because a storage may store one value for an item and
its copies. A value of at most one byte is a marker, which says nothing, and is not encrypted.

Blocks of a backup that was made before its table got its first key stay in the clear, as the backup
was made. Every block has a checksum of its own. So do lines about the errors of an import, which
nothing depends on.

The mark has the byte 0xFF where items have their size. A process that read the record of a table
before the table got its first key has no cipher for it, and recognises the values by these bytes.

The value of a log record begins with its position, which the storage itself has written. It is in
the clear, before the mark.

What the caller never sees: encrypted bytes. What the inner storage never sees: plain values of a
table that is in the set. A value that cannot be decrypted was changed, or belongs to another table:
StorageUnavailableError with FailureKind.DAMAGED.
"""

import secrets
from collections.abc import Awaitable, Sequence
from typing import Final, TypeVar, final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import POSITION_BYTES
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Abort,
    Append,
    Batch,
    Decide,
    Epoch,
    FailureKind,
    Fence,
    Health,
    Mutation,
    Page,
    Put,
    Storage,
    StorageUnavailableError,
)

R = TypeVar("R")
E = TypeVar("E")

ENCRYPTED_SPACES: Final = (
    Space.ITEM,
    Space.INDEX,
    Space.CHANGE_LOG,
    Space.OVERLAY,
    Space.BACKUP_BLOCK,
    Space.IMPORT,
)
_MAY_BE_PLAIN: Final = (Space.BACKUP_BLOCK, Space.IMPORT)
# No stored item, marker or log record begins with it. The vector of an index entry may.
MARK: Final = 0xEE

_MARK: Final = bytes([MARK]) + b"\xff" * 4
_MARK_BYTES: Final = len(_MARK)
_NONCE_BYTES: Final = 12
_MARKER_BYTES: Final = 1
_LEAST_BYTES: Final = _MARK_BYTES + _NONCE_BYTES + 16  # of an encrypted value


@final
class TableCipher:
    """Encrypts and decrypts the values of one table.

    allows_plain: whether values may still be in the clear, because they are older than the data
    key. A job encrypts them.
    """

    __slots__ = ("_associated", "_cipher", "_invalid_tag", "allows_plain")

    def __init__(self, table: int, data_key: bytes, *, allows_plain: bool) -> None:
        # `cryptography` takes 60 ms to import.
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        self._invalid_tag = InvalidTag
        self._cipher: AESGCM = AESGCM(data_key)
        self._associated = table.to_bytes(8, "big")
        self.allows_plain = allows_plain

    def encrypted(self, value: bytes) -> bytes:
        """Returns the bytes to store for a value."""
        if len(value) <= _MARKER_BYTES:
            return value
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _MARK + nonce + self._cipher.encrypt(nonce, value, self._associated)

    def decrypted(self, stored: bytes, *, may_be_plain: bool = False) -> bytes:
        """Returns the value of stored bytes. Raises StorageUnavailableError if it was changed.

        may_be_plain: whether a value in the clear is accepted in any case.
        """
        if len(stored) >= _LEAST_BYTES and stored.startswith(_MARK):
            body = _MARK_BYTES + _NONCE_BYTES
            nonce, encrypted = stored[_MARK_BYTES:body], stored[body:]
            try:
                return self._cipher.decrypt(nonce, encrypted, self._associated)
            except self._invalid_tag:
                pass
        if self.allows_plain or may_be_plain or len(stored) <= _MARKER_BYTES:
            return stored
        raise StorageUnavailableError(
            f"a value of the table {int.from_bytes(self._associated, 'big')} cannot be decrypted",
            FailureKind.DAMAGED,
        )


@final
class EncryptedStorage:
    """The storage around `inner`.

    ciphers: those of the tables whose values are encrypted, by the number of the table.
    """

    __slots__ = ("ciphers", "inner")

    def __init__(self, inner: Storage) -> None:
        self.inner = inner
        self.ciphers: dict[int, TableCipher] = {}

    @property
    def epoch(self) -> Epoch:
        """See Storage."""
        return self.inner.epoch

    @property
    def health(self) -> Health:
        """See Storage."""
        return self.inner.health

    def others_wait(self) -> bool:
        """See Storage.others_wait."""
        return self.inner.others_wait()

    def company(self, wait_s: float) -> Awaitable[bool]:
        """See Storage.company."""
        return self.inner.company(wait_s)

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """See Storage."""
        if not self.ciphers:
            return self.inner.read(keys, consistent=consistent)
        # A replica may show a value from before its table got the key, which looks damaged.
        if not consistent and any(each.table in self.ciphers for each in keys):
            consistent = True
        return self._read(keys, consistent)

    def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Awaitable[Page]:
        """See Storage. limit_bytes counts encrypted values, which are 33 bytes longer. Reads of
        tables that are encrypted are always consistent.
        """
        cipher = None
        if self.ciphers and span.space in ENCRYPTED_SPACES:
            cipher = self.ciphers.get(span.table)
        page = self.inner.scan(
            span,
            limit_items=limit_items,
            limit_bytes=limit_bytes,
            reverse=reverse,
            consistent=consistent or cipher is not None,
        )
        return page if cipher is None else _decrypted_page(page, span, cipher)

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Awaitable[Batch[R] | Abort[E]]:
        """See Storage."""
        if not self.ciphers:
            return self.inner.transact(reads, decide)

        def decide_on_plain(values: Sequence[bytes | None]) -> Batch[R] | Abort[E]:
            decided = decide(self._decrypted(reads, values))
            if isinstance(decided, Abort):
                return decided
            mutations = [self._encrypted(each) for each in decided.mutations]
            return Batch(mutations, decided.result, raises_epoch=decided.raises_epoch)

        return self.inner.transact(reads, decide_on_plain)

    def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> Awaitable[int]:
        """See Storage."""
        return self.inner.erase(span, limit_items=limit_items, fence=fence)

    def close(self) -> Awaitable[None]:
        """See Storage."""
        return self.inner.close()

    async def _read(self, keys: Sequence[Key], consistent: bool) -> Sequence[bytes | None]:
        return self._decrypted(keys, await self.inner.read(keys, consistent=consistent))

    def _decrypted(
        self, keys: Sequence[Key], values: Sequence[bytes | None]
    ) -> Sequence[bytes | None]:
        """Returns the values of keys in the clear."""
        plain: list[bytes | None] | None = None
        for at, key in enumerate(keys):
            cipher = self.ciphers.get(key.table)
            value = values[at]
            if cipher is None or value is None or key.space not in ENCRYPTED_SPACES:
                continue
            if plain is None:
                plain = list(values)
            plain[at] = _decrypted_value(cipher, key.space, value)
        return values if plain is None else plain

    def _encrypted(self, mutation: Mutation) -> Mutation:
        """Returns a mutation whose value is encrypted if its table is in the set."""
        if isinstance(mutation, Put):
            key = mutation.key
            cipher = self.ciphers.get(key.table)
            if cipher is None or key.space not in ENCRYPTED_SPACES:
                return mutation
            if key.space is Space.CHANGE_LOG:
                head, value = mutation.value[:POSITION_BYTES], mutation.value[POSITION_BYTES:]
                return Put(key, head + cipher.encrypted(value))
            return Put(key, cipher.encrypted(mutation.value))
        if isinstance(mutation, Append) and mutation.space in ENCRYPTED_SPACES:
            cipher = self.ciphers.get(mutation.table)
            if cipher is not None:
                value = cipher.encrypted(mutation.value)
                return Append(mutation.space, mutation.table, mutation.partition, value)
        return mutation


async def _decrypted_page(page: Awaitable[Page], span: Span, cipher: TableCipher) -> Page:
    found = await page
    values = [_decrypted_value(cipher, span.space, value) for value in found.values]
    return Page(values, found.last)


def _decrypted_value(cipher: TableCipher, space: int, value: bytes) -> bytes:
    if space == Space.CHANGE_LOG:
        return value[:POSITION_BYTES] + cipher.decrypted(value[POSITION_BYTES:])
    return cipher.decrypted(value, may_be_plain=space in _MAY_BE_PLAIN)
