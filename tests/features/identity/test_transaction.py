"""Operations as transactions over records."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.features.identity.records import AccountRecord, AliasRecord, account_entry, alias_entry
from jedlik.features.identity.transaction import CONFLICT, Transaction, transact
from jedlik.storage.interface import Put
from tests.engine.in_memory import Caller, result_of, values

ONE = account_entry("000000000001")
TWO = account_entry("000000000002")


def account(account_id: str, created_s: int) -> AccountRecord:
    return {"Id": account_id, "CreatedS": created_s}


async def put_one(transaction: Transaction) -> None:
    transaction.put(ONE, account("000000000001", 1))


async def put_alias(transaction: Transaction) -> None:
    alias: AliasRecord = {"AccountId": "000000000001"}
    transaction.put(alias_entry("music"), alias)


def test_an_operation_reads_what_it_has_written() -> None:
    node = Caller().node

    async def operation(transaction: Transaction) -> tuple[object, object]:
        await put_one(transaction)
        before = await transaction.get(ONE)
        transaction.delete(ONE)
        return before, await transaction.get(ONE)

    assert result_of(transact(node, operation)) == ({"Id": "000000000001", "CreatedS": 1}, None)


def test_an_operation_runs_again_if_something_that_it_read_has_changed() -> None:
    caller = Caller()
    runs: list[object] = []

    async def operation(transaction: Transaction) -> None:
        found = await transaction.get(ONE)
        runs.append(found)
        if len(runs) == 1:
            await transact(caller.node, put_one)
        transaction.put(TWO, account("000000000002", 0 if found is None else 2))

    result_of(transact(caller.node, operation))
    assert runs == [None, {"Id": "000000000001", "CreatedS": 1}]
    assert TWO.decoded(values(caller)[TWO.key]) == {"Id": "000000000002", "CreatedS": 2}


def test_a_refusal_that_rests_on_records_of_two_moments_is_tried_again() -> None:
    caller = Caller()
    runs: list[object] = []

    async def operation(transaction: Transaction) -> str:
        one = await transaction.get(ONE)
        if not runs:
            await transact(caller.node, put_one)
        two = await transaction.get(alias_entry("music"))
        runs.append((one, two))
        return "there is one" if one else "there is none"

    assert result_of(transact(caller.node, operation)) == "there is one"
    assert len(runs) == 2


def test_an_operation_gives_up_after_ten_attempts() -> None:
    caller = Caller()
    runs: list[int] = []

    async def operation(transaction: Transaction) -> None:
        await transaction.get(ONE)
        runs.append(len(runs))

        async def change(inner: Transaction) -> None:
            inner.put(ONE, account("000000000001", len(runs)))

        await transact(caller.node, change)
        transaction.put(TWO, account("000000000002", 2))

    with pytest.raises(Reject) as caught:
        result_of(transact(caller.node, operation))
    assert caught.value.error.code == "ConcurrentModification"
    assert len(runs) == 10
    assert TWO.key not in values(caller)


def test_a_commit_raises_the_epoch_unless_nobody_caches_it() -> None:
    node = Caller().node
    before = node.storage.epoch.now()
    result_of(transact(node, put_alias, raises_epoch=False))
    assert node.storage.epoch.now() == before
    result_of(transact(node, put_one))
    assert node.storage.epoch.now() == before + 1


def test_an_operation_that_refuses_writes_nothing() -> None:
    caller = Caller()

    async def operation(transaction: Transaction) -> None:
        await put_one(transaction)
        raise Reject(CONFLICT)

    with pytest.raises(Reject):
        result_of(transact(caller.node, operation))
    assert ONE.key not in values(caller)


def test_other_mutations_are_written_with_the_records() -> None:
    caller = Caller()
    key = Key(Space.JOB, 0, b"test", b"key")

    async def operation(transaction: Transaction) -> None:
        await put_one(transaction)
        transaction.add([Put(key, b"value")])

    result_of(transact(caller.node, operation))
    assert values(caller)[key] == b"value"
    assert ONE.key in values(caller)
