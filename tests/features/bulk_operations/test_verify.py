"""What `jedlik verify` finds about bulk operations."""

from jedlik.core.keys.space import Space
from jedlik.storage.interface import Delete
from tests.engine.in_memory import Caller, values
from tests.features.bulk_operations.samples import begin, record, with_table
from tests.features.secondary_indexes.samples import verified
from tests.features.used_storage import write


def without(space: Space, part: bytes) -> list[str]:
    caller: Caller = with_table(a=record(1))
    begin(caller)
    assert verified(caller).sentences == []
    found = [key for key in values(caller) if key.space is space]
    keys = [key for key in found if part in key.partition + key.sort]
    write(caller, [Delete(keys[0])])
    return [each.partition(": ")[2] for each in verified(caller).sentences]


def test_an_operation_without_its_work_or_entry() -> None:
    assert without(Space.JOB, b"bulk put") == ["is IN_PROGRESS, and its work does not agree"]
    assert without(Space.IMPORT, b"\x00music") == ["has a work and no entry"]
