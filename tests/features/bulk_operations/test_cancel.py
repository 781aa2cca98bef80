"""What a cancellation stores. What follows from it is in test_put_items."""

from jedlik.features.bulk_operations.cancel import cancel_operation
from jedlik.features.bulk_operations.records import all_operations, all_works
from tests.engine.in_memory import Caller, result_of, values
from tests.features.bulk_operations.samples import begin, finish, record, with_table


def cancel(caller: Caller) -> str:
    async def cancelled() -> str:
        entries = [each async for each in all_operations(caller.node.storage)]
        return (await cancel_operation(caller.node, entries[0]))["Status"]

    return result_of(cancelled())


def test_it_is_stored_in_the_work_and_once() -> None:
    caller = with_table(a=record(1))
    begin(caller)
    assert cancel(caller) == "CANCELLING"
    (work,) = result_of(all_works(caller.node.storage))
    assert work["IsCancelled"]
    before = values(caller)
    assert cancel(caller) == "CANCELLING"
    assert values(caller) == before


def test_an_operation_that_has_ended_is_not_cancelled() -> None:
    caller = with_table(a=record(1))
    begin(caller)
    finish(caller)
    assert cancel(caller) == "COMPLETED"
