"""DescribeBulkOperation: its request. What it does is in tests/features/bulk_operations."""

from tests.engine.in_memory import ENV, Caller


def test_constraints() -> None:
    found = Caller().refusal("DescribeBulkOperation")
    assert found.startswith(ENV)
    assert "'bulkOperationArn' failed to satisfy constraint: " in found
