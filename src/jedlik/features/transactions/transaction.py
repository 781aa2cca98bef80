"""What transactions share: making the plans, the cancellation with its reasons, and reads.

A transaction is one `transact` of the storage, and a transactional read is one `read`. The storage
serialises both, so a transaction is never seen half done (docs/adr/0008-transactions.md).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, TypeVar

from jedlik.core.errors import Reject, Scope, ServiceError, invalid
from jedlik.core.keys.key import Key
from jedlik.core.limits import TRANSACT_BYTES
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.commit import Change, TransactionOptions, Write, commit
from jedlik.engine.context import Context
from jedlik.engine.meter import TRANSACTION_FACTOR
from jedlik.engine.table import Table
from jedlik.features.transactions.client_token import ClientToken

SEVERAL_ON_ONE_ITEM: Final = "Transaction request cannot include multiple operations on one item"
# Alternator's tests, run on the service, assert "size cannot exceed"; the rest is not recorded.
TOO_LARGE: Final = f"Transaction payload size cannot exceed {TRANSACT_BYTES} bytes"
_CANCELLED: Final = "Transaction cancelled, please refer cancellation reasons for specific reasons"

T = TypeVar("T")


def planned(plans: Iterable[Callable[[], T]], key_of: Callable[[T], Key]) -> list[T]:
    """Returns the results of `plans`, one for each action. All tables must have been loaded.

    Raises Reject for the first of these faults: an empty key value, two actions on one item, a plan
    that refuses its action. The last one is a cancellation. Its only reason is that of the first
    plan that refused.
    """
    made: list[T] = []
    outcomes: list[ServiceError | None] = []
    for plan in plans:
        outcome = None
        try:
            made.append(plan())
        except Reject as reject:
            outcome = reject.error
            if outcome.scope is Scope.REQUEST:
                raise
        outcomes.append(outcome)
    check_distinct_items([key_of(each) for each in made])
    for at, outcome in enumerate(outcomes):
        if outcome is not None:
            rest = [None] * (len(outcomes) - at - 1)
            raise Reject(cancellation([*outcomes[: at + 1], *rest]))
    return made


def check_distinct_items(keys: Sequence[Key]) -> None:
    """Raises Reject if two actions have one key."""
    if len(set(keys)) != len(keys):
        raise invalid(SEVERAL_ON_ONE_ITEM)


def cancellation(errors: Sequence[ServiceError | None]) -> ServiceError:
    """Returns TransactionCanceledException with the reason of each action, in order."""
    reasons = [{"Code": "None"} if error is None else error.as_reason for error in errors]
    codes = ", ".join(str(reason["Code"]) for reason in reasons)
    fields = {"CancellationReasons": reasons}
    return ServiceError("TransactionCanceledException", f"{_CANCELLED} [{codes}]", fields)


async def commit_transaction(
    context: Context, writes: Sequence[Write], token: ClientToken | None
) -> list[Change]:
    """Commits all of `writes` or none.

    The changes are replays if a request with this token was executed before. Raises Reject with
    TransactionCanceledException, or with an error of `commit` or of the token.
    """
    refusal = partial(_refusal, writes)
    if token is None:
        return await commit(context, writes, TransactionOptions((), lambda _: (), refusal))
    return await commit(context, writes, TransactionOptions(token.keys, token.begin, refusal))


async def read_transaction(
    context: Context, tables: Sequence[Table], keys: Sequence[Key]
) -> Sequence[bytes | None]:
    """Reads items as they are at one moment. Raises Reject if they are too large together.

    tables: for each key its table.
    """
    values = await context.node.storage.read(keys, consistent=True)
    if sum([stored_size_bytes(stored) for stored in values if stored]) > TRANSACT_BYTES:
        raise invalid(TOO_LARGE)
    for table, stored in zip(tables, values, strict=True):
        table.charge_read(context.meter, stored, consistent=True, times=TRANSACTION_FACTOR)
    return values


def _refusal(
    writes: Sequence[Write], errors: Sequence[ServiceError | None], olds: Sequence[bytes | None]
) -> ServiceError:
    """Returns the error of a transaction from the errors of its writes and their old items."""
    for error in errors:
        if error is not None and error.scope is Scope.REQUEST:
            return error
    each = zip(writes, errors, olds[: len(writes)], strict=True)
    return cancellation([error or write.missed(old) for write, error, old in each])
