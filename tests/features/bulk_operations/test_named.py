"""Which operation an ARN names."""

import pytest

from tests.engine.in_memory import VE, arn_of
from tests.features.bulk_operations.samples import begin, described, record, with_table

SUFFIX = "/bulk-operation/01791500000123-0badf00d"


@pytest.mark.parametrize("operation", ["DescribeBulkOperation", "CancelBulkOperation"])
@pytest.mark.parametrize(
    ("arn", "error"),
    [
        ("x" * 40, VE + "Invalid Bulk Operation ARN"),
        (arn_of() + "/import/01791500000123-0badf00d", VE + "Invalid Bulk Operation ARN"),
        (arn_of(account_id="1" * 12) + SUFFIX, "AccessDeniedException: Access is denied"),
        (arn_of() + SUFFIX, "ResourceNotFoundException: "),
        (arn_of(region="eu-west-1") + SUFFIX, "ResourceNotFoundException: "),
    ],
)
def test_other_arns(operation: str, arn: str, error: str) -> None:
    assert with_table().refusal(operation, BulkOperationArn=arn).startswith(error)


def test_an_operation_is_found_by_its_arn() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller)
    assert described(caller, arn)["BulkOperationArn"] == arn
