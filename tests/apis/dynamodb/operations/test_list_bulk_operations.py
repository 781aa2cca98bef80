"""ListBulkOperations: its request. What it does is in tests/features/bulk_operations."""

from tests.engine.in_memory import ENV, Caller


def test_constraints() -> None:
    found = Caller().refusal("ListBulkOperations", MaxResults=26)
    assert found.startswith(ENV)
    assert "'maxResults' failed to satisfy constraint: " in found
