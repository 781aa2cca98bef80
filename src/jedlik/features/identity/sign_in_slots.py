"""Limits how often passwords can be guessed.

Attempts are counted in a fixed number of slots. A slot is chosen by a keyed hash of account and
user name, so nobody outside knows which names share one, and names of users that do not exist are
counted alike. After some attempts a slot must wait before the next one, each time twice as long,
up to a bound. So a stranger can slow the sign-in of a name. A success takes back its own attempt
only, because names of several accounts may share a slot. A slot without attempts for a quarter of
an hour is empty.

An attempt is booked before its password is looked at, by a commit that proves the count. So all
workers count together, and an attempt that ends early is counted too. Nobody caches slots, so their
commits raise no epoch.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Node
from jedlik.engine.sealing import SIGN_IN_SLOTS, Sealing
from jedlik.features.identity.records import Entry, SlotRecord, slot_entry
from jedlik.features.identity.transaction import Transaction, transact

SLOTS: Final = 16_384
_FREE_ATTEMPTS: Final = 5
_WAIT_MAX_S: Final = 60
_WAIT_DOUBLINGS: Final = 6  # 64 seconds exceed the bound
_HASH_BYTES: Final = 8
_FORGOTTEN_MS: Final = 15 * 60_000


def slot_of(sealing: Sealing, account: str, user_name: str) -> Entry[SlotRecord]:
    """Returns the slot of a name. Upper and lower case are the same name.

    account: an id, or any text if there is no such account.
    """
    name = f"{account}/{user_name.lower()}".encode(errors="surrogatepass")
    found = int.from_bytes(sealing.derived(SIGN_IN_SLOTS, name, _HASH_BYTES))
    return slot_entry(found % SLOTS)


async def book(node: Node, slot: Entry[SlotRecord]) -> None:
    """Counts an attempt. Raises Reject with ThrottlingException if the slot must wait."""
    now_ms = node.clock.now_ms()

    async def operation(transaction: Transaction) -> int:
        record = await transaction.get(slot)
        attempts = 0 if record is None else record["Attempts"]
        if record is not None and now_ms - record["LastMs"] >= _FORGOTTEN_MS:
            attempts = 0
        wait_ms = 1000 * wait_s(attempts)
        if record is not None and wait_ms:
            left_ms = record["LastMs"] + wait_ms - now_ms
            if left_ms > wait_ms:  # the clock was set back: wait from now on, not until then
                transaction.put(slot, SlotRecord(Attempts=attempts, LastMs=now_ms))
                return wait_ms
            if left_ms > 0:
                return left_ms
        transaction.put(slot, SlotRecord(Attempts=attempts + 1, LastMs=now_ms))
        return 0

    left_ms = await transact(node, operation, raises_epoch=False)
    if left_ms:
        raise Reject(too_many_attempts(-(-left_ms // 1000)))


async def take_back(transaction: Transaction, slot: Entry[SlotRecord]) -> None:
    """Forgets one attempt, which was successful."""
    record = await transaction.get(slot)
    if record is not None and record["Attempts"] > 1:
        record["Attempts"] -= 1
        transaction.put(slot, record)
    else:
        transaction.delete(slot)


def wait_s(attempts: int) -> int:
    """Returns how long a slot with so many attempts must wait after the last one."""
    if attempts < _FREE_ATTEMPTS:
        return 0
    return min(1 << min(attempts - _FREE_ATTEMPTS, _WAIT_DOUBLINGS), _WAIT_MAX_S)


def too_many_attempts(seconds: int) -> ServiceError:
    """Returns the error of an attempt that comes too early."""
    unit = "second" if seconds == 1 else "seconds"
    message = f"There were too many attempts to sign in. Try again in {seconds} {unit}."
    return ServiceError("ThrottlingException", message)
