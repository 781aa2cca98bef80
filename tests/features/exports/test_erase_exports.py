"""The job that deletes old exports and expired tokens."""

from jedlik.core.keys.space import Space
from jedlik.features.exports import erase_exports
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.exports.samples import begin, described, exported, finish, with_items

DAY_MS = 86_400_000


def run(caller: Caller) -> None:
    while result_of(is_due(erase_exports.JOB, caller.node)):
        result_of(run_once(erase_exports.JOB, caller.node))


def entries(caller: Caller) -> int:
    return sum(key.space is Space.EXPORT for key in values(caller))


def test_exports_are_listed_for_ninety_days() -> None:
    caller, buckets = with_items(1)
    arn = exported(caller)["ExportArn"]
    objects = dict(buckets.objects)
    caller.clock.time_ms += 90 * DAY_MS
    run(caller)
    assert described(caller, arn)["ExportArn"] == arn
    caller.clock.time_ms += 1
    run(caller)
    assert caller.refusal("DescribeExport", ExportArn=arn).startswith("ExportNotFoundException")
    assert entries(caller) == 0
    assert buckets.objects == objects


def test_an_export_under_way_stays() -> None:
    caller, _ = with_items(1)
    arn = begin(caller)["ExportArn"]
    caller.clock.time_ms += 91 * DAY_MS
    run(caller)
    finish(caller)
    assert described(caller, arn)["ExportStatus"] == "COMPLETED"
    caller.clock.time_ms += 91 * DAY_MS
    run(caller)
    assert entries(caller) == 0


def test_tokens_are_erased() -> None:
    caller, _ = with_items(1)
    exported(caller, ClientToken="t")
    assert entries(caller) == 3  # the export, when it is due, the token
    caller.clock.time_ms += 2 * 8 * 3_600_000
    run(caller)
    assert entries(caller) == 2
