"""The export that an ARN names. Texts: recorded answers, October 2026 (also Alternator)."""

import pytest

from tests.engine.in_memory import VE, arn_of
from tests.features.exports.samples import begin, described, with_items

ID = "export/01791500000123-0a1b2c3d"


def test_found() -> None:
    caller, _ = with_items(0)
    arn = begin(caller)["ExportArn"]
    assert described(caller, arn)["ExportArn"] == arn


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (
            f"{arn_of()}/{ID}",
            f"ExportNotFoundException: Export not found: Export not found: {arn_of()}/{ID}",
        ),
        (
            f"{arn_of(region='eu-west-1')}/{ID}",
            "ExportNotFoundException: Export not found: Invalid export arn",
        ),
        (arn_of(), VE + "Invalid Export ARN"),
        (f"{arn_of()}/import/1", VE + "Invalid Export ARN"),
        (f"{arn_of()}/export/", VE + "Invalid Export ARN"),
        ("x" * 40, VE + "Invalid Export ARN"),
        ("qwerty:aws:dynamodb:us-east-1:000000000000:table/nonexistent", VE + "Invalid Export ARN"),
        (
            "arn:qwerty:dynamodb:us-east-1:000000000000:table/nonexistent_table_xyz",
            "AccessDeniedException: Access is denied",
        ),
        (
            "arn:aws:qwerty:us-east-1:123456789012:table/nonexistent_table_xyz",
            "AccessDeniedException: Access is denied",
        ),
        (
            "arn:aws:dynamodb:qwerty:000000000000:table/nonexistent_table_xyz",
            "AccessDeniedException: Access is denied",
        ),
        (
            "arn:aws:dynamodb:us-east-1:qwerty:table/nonexistent_table_xyz",
            "AccessDeniedException: Access is denied",
        ),
        (
            f"arn:aws:dynamodb::123456789012:table/music/{ID}",
            "AccessDeniedException: Access is denied",
        ),
    ],
)
def test_other_arns(arn: str, expected: str) -> None:
    caller, _ = with_items(0)
    assert caller.refusal("DescribeExport", ExportArn=arn) == expected
