"""How often a password can be tried. tests/apis/jedlik/operations/test_sign_in.py signs in."""

import asyncio

from jedlik.core.errors import Reject
from jedlik.engine.sealing import Sealing
from jedlik.features.identity.records import slot_entry
from jedlik.features.identity.sign_in_slots import (
    SLOTS,
    book,
    slot_of,
    take_back,
    too_many_attempts,
    wait_s,
)
from jedlik.features.identity.transaction import Transaction, transact
from tests.engine.in_memory import Caller, result_of

SLOT = slot_entry(7)


def left_s(caller: Caller) -> int:
    """Books an attempt. Returns how long it must wait, 0 if it was booked."""
    try:
        result_of(book(caller.node, SLOT))
    except Reject as rejected:
        error = rejected.error
    else:
        return 0
    return next(seconds for seconds in range(1, 61) if too_many_attempts(seconds) == error)


def attempts(caller: Caller) -> int:
    record = result_of(Transaction(caller.node).get(SLOT))
    return 0 if record is None else record["Attempts"]


def test_names_are_spread_over_the_slots_by_a_key() -> None:
    one, other = Sealing(lambda: b"k" * 32), Sealing(lambda: b"l" * 32)
    keys = {slot_of(one, "1", f"user{number}").key.sort for number in range(1_000)}
    assert 950 < len(keys) <= 1_000
    assert all(0 <= int(each) < SLOTS for each in keys)
    assert slot_of(one, "1", "Anna").key == slot_of(one, "1", "aNNa").key
    assert slot_of(one, "1", "anna").key != slot_of(one, "2", "anna").key
    assert slot_of(one, "1", "anna").key != slot_of(other, "1", "anna").key
    assert slot_of(one, "\ud800", "\udfff")  # JSON can express lone surrogates


def test_each_wait_is_twice_as_long_up_to_a_minute() -> None:
    waits = [wait_s(count) for count in range(14)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_s(10**9) == 60
    assert too_many_attempts(1).message == (
        "There were too many attempts to sign in. Try again in 1 second."
    )


def test_attempts_are_counted_and_then_must_wait() -> None:
    caller = Caller()
    assert [left_s(caller) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    caller.clock.time_ms += 999
    assert (left_s(caller), attempts(caller)) == (1, 5)
    caller.clock.time_ms += 1
    assert (left_s(caller), attempts(caller)) == (0, 6)
    assert left_s(caller) == 2


def test_a_success_takes_back_its_own_attempt() -> None:
    caller = Caller()
    for _ in range(2):
        left_s(caller)

    async def succeed(transaction: Transaction) -> None:
        await take_back(transaction, SLOT)

    for left in (1, 0, 0):
        result_of(transact(caller.node, succeed))
        assert attempts(caller) == left


def test_old_attempts_are_forgotten() -> None:
    caller = Caller()
    for _ in range(5):
        left_s(caller)
    caller.clock.time_ms += 15 * 60_000
    assert (left_s(caller), attempts(caller)) == (0, 1)


def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    caller = Caller()
    for _ in range(5):
        left_s(caller)
    caller.clock.time_ms -= 86_400_000
    assert left_s(caller) == 1
    caller.clock.time_ms += 1_000
    assert left_s(caller) == 0


def test_attempts_at_the_same_time_are_all_counted() -> None:
    caller = Caller()

    async def crowd() -> list[object]:
        attempts = (book(caller.node, SLOT) for _ in range(8))
        return list(await asyncio.gather(*attempts, return_exceptions=True))

    found = asyncio.run(crowd())
    assert sum(each is None for each in found) == 5
    assert attempts(caller) == 5


def test_an_attempt_drops_no_cache() -> None:
    caller = Caller()
    epoch = caller.node.storage.epoch.now()
    assert [left_s(caller) for _ in range(6)][-1] == 1
    assert caller.node.storage.epoch.now() == epoch
