"""Verifies that the records of instances agree with the lists of instances.

Each list says which instances and which launches there are. A scan returns values without their
keys, so each is read by its key, and then the number of entries shows that there are no others.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.engine.read import count_of, pages
from jedlik.engine.verification import Verification, Verifier
from jedlik.features.instances.records import (
    FleetRecord,
    Place,
    every_span,
    fleets_span,
    instance_entry,
    launch_entry,
)
from jedlik.storage.interface import Storage


async def verify_storage(verification: Verification) -> None:
    """Compares all records of instances."""
    storage, report = verification.storage, verification.report
    instances: set[Key] = set()
    launches: set[Key] = set()
    async for fleet in _fleets(storage):
        place = Place(fleet["AccountId"], fleet["Region"])
        entries = [instance_entry(place, each) for each in fleet["Instances"]]
        found = await storage.read([each.key for each in entries], consistent=True)
        for instance_id, entry, stored in zip(fleet["Instances"], entries, found, strict=True):
            instances.add(entry.key)
            record = entry.decoded(stored)
            if record is None or record["Id"] != instance_id:
                report.wrong(f"instance {instance_id} in {place.region}", "has no record")
            elif record["ClientToken"]:
                launches.add(launch_entry(place, record["ClientToken"]).key)
    report.counts["instances"] += len(instances)
    for name, expected in (("instances", instances), ("launches", launches)):
        stored_count = await count_of(storage, every_span(name))
        report.compare(name, "entries", stored=stored_count, expected=len(expected))
    missing = [each for each in await _read(storage, list(launches)) if each is None]
    report.compare("launches", "without an entry", stored=len(missing), expected=0)


async def _fleets(storage: Storage) -> AsyncIterator[FleetRecord]:
    async for value in _values(storage, fleets_span()):
        yield value


async def _values(storage: Storage, span: Span) -> AsyncIterator[Any]:
    async for values in pages(storage, span):
        for value in values:
            yield orjson.loads(value)


async def _read(storage: Storage, keys: list[Key]) -> list[bytes | None]:
    return list(await storage.read(keys, consistent=True))


VERIFIER: Final = Verifier(storage=verify_storage)
