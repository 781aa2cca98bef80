"""ListExports. Its pages are in tests/features/exports/test_listing.py."""

import pytest

from tests.engine.in_memory import VE, arn_of
from tests.features.exports.samples import begin, exporting, with_items


def test_without_exports() -> None:
    caller, _ = exporting()
    assert caller.call("ListExports") == {"ExportSummaries": []}
    assert caller.call("ListExports", TableArn=arn_of()) == {"ExportSummaries": []}


def test_a_summary() -> None:
    caller, _ = with_items(0)
    arn = begin(caller)["ExportArn"]
    (summary,) = caller.call("ListExports", TableArn=arn_of())["ExportSummaries"]
    assert summary == {
        "ExportArn": arn,
        "ExportStatus": "IN_PROGRESS",
        "ExportType": "FULL_EXPORT",
    }


@pytest.mark.parametrize("count", [0, 26])
def test_the_size_of_a_page(count: int) -> None:
    caller, _ = exporting()
    refused = caller.refusal("ListExports", MaxResults=count)
    assert refused.startswith(f"{VE}1 validation error detected: Value '{count}' at 'maxResults'")
