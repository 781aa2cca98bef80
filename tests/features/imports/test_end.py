"""The last transaction of an import."""

from jedlik.features.imports.end import Failure, end_import
from jedlik.features.imports.records import all_works, to_bytes
from tests.engine.in_memory import result_of, values
from tests.features.imports.samples import (
    MemoryBuckets,
    begin,
    caller_with,
    described,
    do_piece,
    numbered,
)


def test_it_happens_once_and_only_if_the_work_is_unchanged() -> None:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(2))}))
    arn = begin(caller)
    do_piece(caller)
    (work,) = result_of(all_works(caller.node.storage))
    before = values(caller)
    result_of(end_import(caller.node, work, b"another", Failure("Code", "text")))
    assert values(caller) == before
    result_of(end_import(caller.node, work, to_bytes(work), Failure("Code", "text")))
    description = described(caller, arn)
    assert (description["FailureCode"], description["FailureMessage"]) == ("Code", "text")
    assert caller.describe()["TableStatus"] == "ACTIVE"
    after = values(caller)
    result_of(end_import(caller.node, work, to_bytes(work)))
    assert values(caller) == after


def test_the_end_is_never_before_the_beginning() -> None:
    caller = caller_with(MemoryBuckets())
    arn = begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    caller.clock.time_ms -= 60_000
    result_of(end_import(caller.node, work, to_bytes(work)))
    description = described(caller, arn)
    assert description["EndTime"] == description["StartTime"]
