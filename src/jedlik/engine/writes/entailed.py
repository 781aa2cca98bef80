"""What the change of an item entails in the same transact: its stream record and expiry entry."""

from jedlik.core.changes.expiry_entry import expiry_key, expiry_s, expiry_value
from jedlik.core.changes.image import Image
from jedlik.core.changes.stream_record import shard_of, stream_record
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.table import Table
from jedlik.storage.interface import Append, Delete, Mutation, Put


def entailed(
    table: Table, key: Key, old: Image | None, new: Image | None, *, by_service: bool
) -> list[Mutation]:
    """The mutations beside that of the item. old, new: of not the same bytes."""
    mutations: list[Mutation] = []
    stream = table.stream
    if stream is not None:
        record = stream_record(table, stream, old, new, by_service=by_service)
        if record is not None:
            partition = shard_of(stream, key.partition)
            mutations.append(Append(Space.STREAM_RECORD, table.id, partition, record))
    attribute = table.time_to_live
    if attribute is not None:
        before = None if old is None else expiry_s(old.item, attribute)
        after = None if new is None else expiry_s(new.item, attribute)
        if before != after:
            if before is not None:
                mutations.append(Delete(expiry_key(key, before)))
            if after is not None:
                mutations.append(Put(expiry_key(key, after), expiry_value(key)))
    return mutations
