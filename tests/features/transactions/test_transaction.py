"""What transactions share, tested with plans of these tests."""

import pytest

from jedlik.core.errors import Reject, Scope, ServiceError
from jedlik.core.keys.primary_key import request_key
from jedlik.engine.commit import Change, Write
from jedlik.features.tables.name import table_of
from jedlik.features.transactions.transaction import commit_transaction
from tests.apis.dynamodb.operations.samples import caller_with, stored, string
from tests.engine.in_memory import Caller, result_of
from tests.engine.writes import FunctionWrite


def refusing(caller: Caller, name: str, error: ServiceError | None) -> Write:
    """Returns a write under the key `name`. It refuses with `error`, or deletes if that is None."""
    table = result_of(table_of(caller.context, "music"))
    key = request_key(table.key, {"pk": {"S": name}})
    return FunctionWrite(table, key, lambda old: error or Change(old, None))


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        (
            [
                None,
                ServiceError("ValidationException", "one"),
                ServiceError("ItemCollectionSizeLimitExceededException", "two"),
                ServiceError("DuplicateItemException", "three"),
            ],
            "TransactionCanceledException: Transaction cancelled, please refer cancellation "
            "reasons for specific reasons "
            "[None, ValidationError, ItemCollectionSizeLimitExceeded, DuplicateItem]",
        ),
        (
            [
                ServiceError("ConditionalCheckFailedException", "one"),
                ServiceError("ValidationException", "two", scope=Scope.REQUEST),
            ],
            "ValidationException: two",
        ),
    ],
)
def test_refusals_of_writes(errors: list[ServiceError | None], expected: str) -> None:
    """The second case is recorded for an Update that sets an index key to an empty value."""
    caller = caller_with({"pk": string("0")})
    writes = [refusing(caller, str(at), error) for at, error in enumerate(errors)]
    with pytest.raises(Reject) as rejected:
        result_of(commit_transaction(caller.context, writes, None))
    error = rejected.value.error
    assert f"{error.code}: {error.message}" == expected
    assert stored(caller, pk=string("0")) is not None
