"""What `jedlik verify` finds about imports."""

from collections.abc import Callable

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Delete, Mutation, Put
from tests.engine.in_memory import Caller, values
from tests.features.imports.samples import MemoryBuckets, begin, caller_with, do_piece, numbered
from tests.features.secondary_indexes.samples import verified
from tests.features.used_storage import write


def half_done() -> Caller:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(2))}))
    begin(caller)
    do_piece(caller)
    return caller


def key_of(caller: Caller, space: Space, part: bytes) -> Key:
    return next(
        key for key in values(caller) if key.space is space and part in key.partition + key.sort
    )


def entry(caller: Caller) -> Key:
    return key_of(caller, Space.IMPORT, b"\x00music")


def work(caller: Caller) -> Key:
    return key_of(caller, Space.JOB, b"import")


def changed(caller: Caller, key: Key, **members: object) -> Mutation:
    return Put(key, orjson.dumps({**orjson.loads(values(caller)[key]), **members}))


def test_an_import_under_way_agrees() -> None:
    assert verified(half_done()).sentences == []


@pytest.mark.parametrize(
    ("damage", "sentences"),
    [
        (lambda caller: Delete(entry(caller)), ["has a work and no entry"]),
        (
            lambda caller: Delete(work(caller)),
            [
                "is IN_PROGRESS, and its work does not agree",
                "is being imported, and no work fills it",
            ],
        ),
        (
            lambda caller: changed(caller, work(caller), TableNumber=9),
            ["has created a table that does not exist"],
        ),
        (
            lambda caller: changed(caller, entry(caller), Status="COMPLETED"),
            ["is COMPLETED, and its work does not agree"],
        ),
    ],
)
def test_what_does_not_agree(damage: Callable[[Caller], Mutation], sentences: list[str]) -> None:
    caller = half_done()
    write(caller, [damage(caller)])
    found = verified(caller).sentences
    assert [each.partition(": ")[2] for each in found] == sentences
