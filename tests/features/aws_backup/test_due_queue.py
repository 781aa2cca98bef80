"""The queue of what is due."""

from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.identity.transaction import Transaction, transact
from tests.engine.in_memory import Caller, result_of
from tests.features.aws_backup.samples import PLACE
from tests.features.aws_backup.test_plans import due


def change(caller: Caller, *, put: int | None, delete: int | None = None) -> None:
    async def act(transaction: Transaction) -> None:
        delete_due(transaction, PLACE, "run", "a run", delete)
        put_due(transaction, PLACE, "run", "a run", put)

    result_of(transact(caller.node, act, raises_epoch=False))


def test_what_is_due_is_deleted_with_the_same_time() -> None:
    caller = Caller()
    change(caller, put=5)
    assert due(caller) == [("run", 5)]
    change(caller, put=7, delete=4)
    assert due(caller) == [("run", 5), ("run", 7)]
    change(caller, put=None, delete=5)
    assert due(caller) == [("run", 7)]


def test_what_is_never_due_is_not_stored() -> None:
    caller = Caller()
    change(caller, put=None)
    assert due(caller) == []
