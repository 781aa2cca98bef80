"""Pages of ListBulkOperations."""

from tests.engine.in_memory import VE
from tests.features.bulk_operations.samples import begin, record, with_table


def test_the_newest_is_the_first_and_a_page_has_ten() -> None:
    caller = with_table(a=record(1))
    arns: list[str] = []
    for number in range(12):
        caller.clock.time_ms += 1
        arns.insert(0, begin(caller, ClientToken=str(number)))
    first = caller.call("ListBulkOperations")
    second = caller.call("ListBulkOperations", NextToken=first["NextToken"])
    pages = [each["BulkOperationsSummaryList"] for each in (first, second)]
    assert [each["BulkOperationArn"] for page in pages for each in page] == arns
    assert len(pages[0]) == 10
    assert "NextToken" not in second
    summary = pages[0][0]
    assert set(summary) == {"BulkOperationArn", "BulkOperationStatus", "StartTime"}
    for token in ("0" * 16, b"imports:".hex() + "00" * 8):
        assert caller.refusal("ListBulkOperations", NextToken=token) == (
            VE + f"Invalid Request: Provided nextToken is invalid: {token}"
        )
