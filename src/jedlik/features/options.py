"""The settings of a server that features need."""

from collections.abc import Callable
from typing import NamedTuple

from jedlik.buckets.interface import Buckets
from jedlik.core.limits import ITEM_COLLECTION_BYTES
from jedlik.storage.interface import Storage


class BackupTarget(NamedTuple):
    """Where backups are stored outside of the storage.

    name: what the option says, such as `s3://bucket/prefix`. prefix: empty, or it ends with a
    slash. folder_key: the key that encrypts the data folder. raw: the storage without decryption.
    decrypted: decrypts a raw value of a table whose data key was opened. stays: whether the blocks
    stay in the storage too.
    """

    name: str
    buckets: Buckets
    bucket: str
    prefix: str
    folder_key: bytes | None
    raw: Storage
    decrypted: Callable[[int, bytes], bytes]
    stays: bool


class Options(NamedTuple):
    """The options of all features; the defaults are those of a server.

    item_collection_bytes: the size to which an item collection may grow. vector_memory_bytes: the
    memory that one process may use to cache partitions of vector indexes. expiry_interval_s: how
    often each process looks for expired items. backup_target: None: backups are in the
    storage only.
    """

    item_collection_bytes: int = ITEM_COLLECTION_BYTES
    vector_memory_bytes: int = 512 << 20
    expiry_interval_s: float = 1.0
    backup_target: BackupTarget | None = None
