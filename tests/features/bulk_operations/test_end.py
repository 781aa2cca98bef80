"""The last transaction of a bulk operation."""

from jedlik.features.bulk_operations.end import end_operation, status_of
from jedlik.features.bulk_operations.records import all_works, to_bytes
from jedlik.features.imports.end import Failure
from tests.engine.in_memory import result_of, values
from tests.features.bulk_operations.samples import begin, described, record, with_table


def test_it_happens_once_and_only_if_the_work_is_unchanged() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    before = values(caller)
    result_of(end_operation(caller.node, work, b"another", "FAILED"))
    assert values(caller) == before
    caller.clock.time_ms -= 60_000
    failure = Failure("Code", "text")
    result_of(end_operation(caller.node, work, to_bytes(work), "FAILED", failure))
    found = described(caller, arn)
    assert (found["FailureCode"], found["FailureMessage"]) == ("Code", "text")
    assert found["EndTime"] == found["StartTime"]
    after = values(caller)
    result_of(end_operation(caller.node, work, to_bytes(work), "COMPLETED"))
    assert values(caller) == after


def test_errors_about_records_are_in_the_status() -> None:
    caller = with_table()
    begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    assert status_of(work) == "COMPLETED"
    work["Counts"]["Failed"] = 1
    assert status_of(work) == "COMPLETED_WITH_ERRORS"
