"""Bulk operations are shown for 90 days."""

from jedlik.features.bulk_operations.expire_operations import JOB
from jedlik.features.imports.entries import STORED_MS
from tests.engine.in_memory import is_due, result_of, run_once, values
from tests.features.bulk_operations.samples import begin, finish, with_table


def test_an_operation_is_deleted_after_90_days_with_its_token() -> None:
    caller = with_table()
    before = set(values(caller))
    begin(caller)
    assert not result_of(is_due(JOB, caller.node))
    finish(caller)
    caller.clock.time_ms += STORED_MS
    assert len(caller.call("ListBulkOperations")["BulkOperationsSummaryList"]) == 1
    result_of(run_once(JOB, caller.node))
    assert caller.call("ListBulkOperations")["BulkOperationsSummaryList"] == []
    assert set(values(caller)) == before
