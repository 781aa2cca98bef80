"""Imports are shown for 90 days."""

from jedlik.features.imports.entries import STORED_MS, TOKEN_MS
from jedlik.features.imports.expire_imports import JOB
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.imports.samples import MemoryBuckets, begin, caller_with, finish


def listed(caller: Caller) -> int:
    return len(caller.call("ListImports")["ImportSummaryList"])


def test_an_import_is_deleted_after_90_days_with_its_token() -> None:
    caller = caller_with(MemoryBuckets())
    begin(caller)
    before = set(values(caller))
    finish(caller)
    ended_ms = caller.clock.time_ms
    caller.clock.time_ms = ended_ms + STORED_MS - 1
    assert not result_of(is_due(JOB, caller.node))
    caller.clock.time_ms += 1
    assert listed(caller) == 1
    result_of(run_once(JOB, caller.node))
    assert listed(caller) == 0
    assert not set(values(caller)) & before
    assert not result_of(is_due(JOB, caller.node))


def test_one_that_has_not_ended_stays_and_so_does_a_token_that_is_used_again() -> None:
    caller = caller_with(MemoryBuckets())
    begin(caller)
    finish(caller)
    caller.clock.time_ms += STORED_MS - TOKEN_MS // 2
    arn = begin(caller)
    caller.clock.time_ms += TOKEN_MS // 2
    result_of(run_once(JOB, caller.node))
    assert listed(caller) == 1
    assert begin(caller) == arn
