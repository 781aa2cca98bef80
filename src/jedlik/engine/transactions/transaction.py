"""What transactions share: targets of their own, cancellation with reasons, capacity.

A transaction is one `transact` of the storage, and a transactional read one `read`. Both are
serialised by the storage, so none can meet another halfway (docs/adr/0008-transactions.md).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from jedlik.core.changes.capacity import read_units, transaction_capacity
from jedlik.core.errors import VALUES_NOT_VALID, Reject, ServiceError, invalid
from jedlik.core.keys.key import Key
from jedlik.core.limits import TRANSACT_BYTES
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.core.types.table import Table
from jedlik.engine.commit import REPLAYED, Change, Terms, Write, commit
from jedlik.engine.context import Context
from jedlik.engine.transactions.client_token import ClientToken
from jedlik.engine.writes.report import units_by_table

SEVERAL_ON_ONE_ITEM: Final = "Transaction request cannot include multiple operations on one item"
# Alternator's tests, run on the service, know of it "size cannot exceed"; the rest is not recorded.
TOO_LARGE: Final = f"Transaction payload size cannot exceed {TRANSACT_BYTES} bytes"
_CANCELLED: Final = "Transaction cancelled, please refer cancellation reasons for specific reasons"
_UNITS_FACTOR: Final = 2  # one unit to prepare, one to commit

T = TypeVar("T")


def planned(plans: Iterable[Callable[[], T]], key_of: Callable[[T], Key]) -> list[T]:
    """What each of `plans` makes of its action, once all tables are known.

    Raises Reject: for an empty key value, then for two actions on one item, then the cancellation
    that names the first plan that refused. A refused plan leaves the others' reasons None.
    """
    made: list[T] = []
    outcomes: list[ServiceError | None] = []
    for plan in plans:
        outcome = None
        try:
            made.append(plan())
        except Reject as reject:
            outcome = reject.error
            if _refuses_request(outcome):
                raise
        outcomes.append(outcome)
    if len({key_of(each) for each in made}) != len(made):
        raise invalid(SEVERAL_ON_ONE_ITEM)
    for at, outcome in enumerate(outcomes):
        if outcome is not None:
            rest = [None] * (len(outcomes) - at - 1)
            raise Reject(_cancellation([*outcomes[: at + 1], *rest]))
    return made


async def commit_transaction(
    context: Context, writes: Sequence[Write], token: ClientToken | None
) -> list[Change]:
    """Do all of `writes` or none; changes are REPLAYED if `token` stands for them already.

    Raises Reject with TransactionCanceledException, or what `commit` and `token` refuse.
    """
    if token is None:
        return await commit(context, writes, Terms((), lambda _: (), _refusal))
    return await commit(context, writes, Terms(token.keys, token.begin, _refusal))


def writes_capacity(
    writes: Sequence[Write], changes: Sequence[Change], report: str
) -> list[dict[str, object]]:
    """ConsumedCapacity of a transaction; what was done before is read, not written, again."""
    if changes[0].detail == REPLAYED:
        tables = [write.table for write in writes]
        return reads_capacity(tables, [change.old for change in changes], report)
    by_table = units_by_table(writes, changes)
    return [
        transaction_capacity(
            name,
            _UNITS_FACTOR * units,
            report,
            {index: _UNITS_FACTOR * each for index, each in index_units.items()},
            kind="WriteCapacityUnits",
        )
        for name, (units, index_units) in by_table.items()
    ]


def reads_capacity(
    tables: Sequence[Table], values: Sequence[bytes | None], report: str
) -> list[dict[str, object]]:
    """ConsumedCapacity of the reading of `values`, one of each of `tables`."""
    sizes = [0 if stored is None else stored_size_bytes(stored) for stored in values]
    units = [read_units(size_bytes, consistent=True) for size_bytes in sizes]
    total: dict[str, float] = {}
    for table, each in zip(tables, units, strict=True):
        total[table.name] = total.get(table.name, 0) + _UNITS_FACTOR * each
    return [
        transaction_capacity(name, each, report, kind="ReadCapacityUnits")
        for name, each in total.items()
    ]


def _refusal(errors: Sequence[ServiceError | None]) -> ServiceError:
    """The error for a transaction some of whose writes refused."""
    for error in errors:
        if error is not None and _refuses_request(error):
            return error
    return _cancellation(errors)


def _refuses_request(error: ServiceError) -> bool:
    """Whether an action's error is the whole request's, not the reason of a cancellation."""
    return error.message is not None and error.message.startswith(VALUES_NOT_VALID)


def _cancellation(errors: Sequence[ServiceError | None]) -> ServiceError:
    """TransactionCanceledException with the reason of each action, in order."""
    reasons = [{"Code": "None"} if error is None else error.as_reason for error in errors]
    codes = ", ".join(str(reason["Code"]) for reason in reasons)
    fields = {"CancellationReasons": reasons}
    return ServiceError("TransactionCanceledException", f"{_CANCELLED} [{codes}]", fields)
