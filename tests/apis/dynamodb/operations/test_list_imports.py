"""ListImports. Its pages are in tests/features/imports/test_listing.py."""

import pytest

from tests.engine.in_memory import ENV
from tests.features.imports.samples import MemoryBuckets, caller_with


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"PageSize": 26}, "Value '26' at 'pageSize' failed to satisfy constraint: "),
        ({"PageSize": 0}, "Value '0' at 'pageSize' failed to satisfy constraint: "),
        ({"NextToken": "0" * 96}, "Value '" + "0" * 96 + "' at 'nextToken' failed to"),
        ({"TableArn": ""}, "Value '' at 'tableArn' failed to satisfy constraint: "),
    ],
)
def test_constraints(members: dict[str, object], fault: str) -> None:
    # Alternator, test_list_imports_page_size_too_large.
    caller = caller_with(MemoryBuckets())
    assert caller.refusal("ListImports", **members).startswith(ENV + fault)


def test_nothing_is_listed_at_first() -> None:
    assert caller_with(MemoryBuckets()).call("ListImports") == {"ImportSummaryList": []}
