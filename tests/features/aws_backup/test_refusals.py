"""The errors of AWS Backup."""

import pytest

from jedlik.apis.backup.api import BACKUP
from jedlik.core.errors import Reject
from jedlik.features.aws_backup import refusals


@pytest.mark.parametrize(
    "made",
    [
        refusals.invalid_value("x"),
        refusals.missing_value("x"),
        refusals.invalid_request("x"),
        refusals.not_found("x"),
        refusals.no_vault(),
        refusals.not_built("x"),
        refusals.no_role("arn"),
        refusals.refusal("LimitExceededException", "x"),
    ],
)
def test_every_error_has_a_row(made: Reject) -> None:
    assert made.error.code in BACKUP.errors
    assert made.error.message


def test_numbers_and_context() -> None:
    assert refusals.invalid_value("x").error.fields == {}
    found = refusals.invalid_value("x", "ERROR_1", "[1]").error
    assert found.fields == {"Code": "ERROR_1", "Context": "[1]"}
