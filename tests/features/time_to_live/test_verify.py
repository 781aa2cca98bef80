"""A verification finds each damaged expiry entry, and work that does not fit the setting."""

import pytest

from jedlik.core.keys.space import Space
from tests.engine.in_memory import Caller
from tests.features.secondary_indexes.samples import do_jobs, verified
from tests.features.used_storage import (
    TIME_TO_LIVE,
    Damage,
    altered,
    doubled,
    record,
    removed,
    rewritten,
    sentences_about,
)

DAMAGED: list[tuple[Damage, str]] = [
    (
        rewritten(Space.ITEM, lambda stored: altered(stored, until={"N": "7"})),
        "time to live of table music in us-east-1: the entry of an item is missing",
    ),
    (removed(Space.EXPIRY), "the entry of an item is missing"),
    (doubled(Space.EXPIRY), "entries: stored is 30, expected 29"),
    (
        lambda stored: [record(stored, lambda changed: changed.pop("TimeToLiveAttribute"))],
        "the attribute is None, and the work is {",
    ),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED, ids=[text for _, text in DAMAGED])
def test_what_is_damaged_is_found(damage: Damage, sentence: str) -> None:
    found = sentences_about(damage)
    assert [each for each in found if sentence in each], found


def test_a_table_that_is_being_deleted_has_no_work() -> None:
    caller = Caller(delay_ms=100)
    caller.create()
    caller.clock.time_ms += 100
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=TIME_TO_LIVE)
    do_jobs(caller)
    caller.call(
        "PutItem", TableName="music", Item={"pk": {"S": "a"}, "until": {"N": "99999999999"}}
    )
    caller.call("DeleteTable", TableName="music")
    report = verified(caller)
    assert (report.sentences, report.counts["tables"]) == ([], 1)
    caller.clock.time_ms += 100
    do_jobs(caller)
    report = verified(caller)
    assert (report.sentences, report.counts["tables"]) == ([], 0)
