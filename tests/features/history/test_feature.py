"""The row of the history."""

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.read import count_of
from jedlik.features.history.feature import feature
from jedlik.features.history.work import work_key
from jedlik.features.options import Options
from jedlik.features.tables import erasure
from jedlik.storage.interface import Batch, Delete
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, is_due, result_of, run_once
from tests.engine.tables import record_of, transition
from tests.features.history.samples import (
    NAME,
    WORK_ID,
    begin_work,
    forget_history,
    last_position,
    need_history,
)

HOOKS = feature(Options()).table
RECOVERY = {"Days": 35, "Since": 0}


def test_the_history_needs_old_images_until_the_table_is_deleted() -> None:
    assert HOOKS.log_needs(record_of()) is None
    needs = HOOKS.log_needs(record_of(PointInTimeRecovery=RECOVERY))
    assert needs is not None
    assert (needs.new_image, needs.old_image) == (False, True)
    deleted = record_of(PointInTimeRecovery=RECOVERY, Transition=transition("DELETING", 0))
    assert HOOKS.log_needs(deleted) is None


def test_a_deleted_table_is_not_erased_while_a_work_reads_it() -> None:
    caller = Caller()
    caller.create(NAME)
    result_of(need_history(caller))
    caller.call("PutItem", TableName=NAME, Item={"pk": string("a")})
    result_of(begin_work(caller, result_of(last_position(caller))))
    result_of(forget_history(caller))  # no backup is made of the deleted table
    caller.call("DeleteTable", TableName=NAME)
    items = Span(Space.ITEM, 1)
    assert not result_of(is_due(erasure.JOB, caller.node))
    assert result_of(count_of(caller.storage, items)) == 1
    caller.create(NAME)  # the name is free
    ended = Batch((Delete(work_key(WORK_ID, 1)),), None)
    result_of(caller.node.storage.transact([], lambda _: ended))
    while result_of(is_due(erasure.JOB, caller.node)):
        result_of(run_once(erasure.JOB, caller.node))
    assert result_of(count_of(caller.storage, items)) == 0
