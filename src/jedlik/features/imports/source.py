"""The records of the objects of a bucket, in the order of the keys of the objects.

`Objects` remembers a place after each batch. Another one can go on from this place, also in another
process. An object that is compressed, or begins with a header, is then read from its beginning
again, and its records before the place are passed over.
"""

from typing import Final, NamedTuple, final

from jedlik.buckets.interface import NO_SUCH_KEY, BucketError, Buckets, StoredObject
from jedlik.features.imports.records import BEGIN, Place
from jedlik.wire.item_files.reader import Form, ItemReader, ItemRecord

CHUNK_BYTES: Final = 256 * 1024
_LISTED: Final = 1_000  # objects in one page of a list
# So many steps end a batch, also without enough records: the place is stored then.
_STEPS_MAX: Final = 200
_CHANGED: Final = "The object was changed or deleted while it was imported"


class Found(NamedTuple):
    """A record. key, version: those of its object. number: its place in the object, from 0."""

    key: str
    number: int
    record: ItemRecord
    version: str = ""


class FoundBatch(NamedTuple):
    """Records, and what follows from them.

    place: where the next batch begins. size_bytes: how many decompressed bytes were read. is_end:
    whether all objects have been read.
    """

    records: list[Found]
    place: Place
    size_bytes: int
    is_end: bool


def place_after(found: Found) -> Place:
    """Returns the place after a record."""
    if found.record.is_last:
        return {**BEGIN, "After": found.key}
    return {
        "After": "",
        "Object": found.key,
        "Version": found.version,
        "Position": found.record.end,
        "Index": found.number + 1,
    }


@final
class Objects:
    """The objects of a bucket whose keys begin with a prefix."""

    def __init__(
        self, buckets: Buckets, bucket: str, prefix: str, form: Form, place: Place = BEGIN
    ) -> None:
        self._buckets = buckets
        self._bucket = bucket
        self._prefix = prefix
        self._form = form
        self.place = place
        self._listed: list[StoredObject] = []  # the last one first
        self._is_listed = False  # whether no other page of the list follows
        self._reader: ItemReader | None = None
        self._at = 0  # up to where the object under way has been read
        self._can_seek = form.compression == "NONE" and (
            form.format != "CSV" or form.names is not None
        )

    async def batch(self, most: int, most_bytes: int) -> FoundBatch:
        """Returns the next records: `most` at most, and not many more bytes than `most_bytes`.

        Raises BucketError. Then nothing of the batch is lost: the place is that before it, and
        another `Objects` must be made from it.
        """
        found: list[Found] = []
        size_bytes = 0
        is_end = False
        place = self.place
        for _ in range(_STEPS_MAX):
            if len(found) >= most or size_bytes >= most_bytes:
                break
            if self._reader is None:
                opened = await self._opened(place)
                if opened is None:
                    is_end = True
                    break
                place = opened
            records = await self._records(place, most - len(found), most_bytes - size_bytes)
            key, index = place["Object"], place["Index"]
            for record in records or ():
                found.append(Found(key, index, record, place["Version"]))
                index += 1
            before = place["Position"]
            after = before if self._reader is None else max(before, self._reader.end)
            size_bytes += after - before
            place = {**place, "Position": after, "Index": index}
            if records == [] and self._at > CHUNK_BYTES and not await self._is_unchanged(place):
                found.append(Found(key, index, ItemRecord(None, _CHANGED, is_last=True)))
            if records is not None and (not records or records[-1].is_last):
                place = {**BEGIN, "After": key}
                self._reader = None
        self.place = place
        return FoundBatch(found, place, size_bytes, is_end)

    async def _opened(self, place: Place) -> Place | None:
        """Opens the object at a place, or the next one. Returns its place, None if there is none.

        An object that has changed is not opened: `_records` returns one error about it.
        """
        if place["Object"]:
            if await self._is_unchanged(place):
                self._open(place["Position"])
            return place
        if not self._listed and not self._is_listed:
            page = await self._buckets.list(
                self._bucket, self._prefix, after=place["After"], limit=_LISTED
            )
            # A server that lists an object again would have it imported without end.
            after = place["After"].encode()
            self._listed = [each for each in reversed(page) if each.key.encode() > after]
            self._is_listed = len(page) < _LISTED or not self._listed
        if not self._listed:
            return None
        stored = self._listed.pop()
        self._open(0)
        return {**place, "Object": stored.key, "Version": stored.version, "Position": 0, "Index": 0}

    def _open(self, position: int) -> None:
        if self._can_seek:
            self._reader = ItemReader(self._form, at=position)
            self._at = position
        else:
            self._reader = ItemReader(self._form, skip=position)
            self._at = 0

    async def _is_unchanged(self, place: Place) -> bool:
        try:
            stored = await self._buckets.stat(self._bucket, place["Object"])
        except BucketError as error:
            if error.code != NO_SUCH_KEY:
                raise
            return False
        return stored.version == place["Version"]

    async def _records(self, place: Place, most: int, most_bytes: int) -> list[ItemRecord] | None:
        """Returns the next records of the object under way. Empty: nothing follows. None: more of
        the object must be read first.
        """
        reader = self._reader
        if reader is None:
            return [ItemRecord(None, _CHANGED, is_last=True)]
        records = reader.pull(most, most_bytes)
        if records:
            return records
        try:
            data = await self._buckets.read(
                self._bucket, place["Object"], at=self._at, size_bytes=CHUNK_BYTES
            )
        except BucketError as error:
            if error.code != NO_SUCH_KEY:
                raise
            return [ItemRecord(None, _CHANGED, is_last=True)]
        if not data:
            return reader.finish(most, most_bytes)
        self._at += len(data)
        reader.push(data)
        return None
