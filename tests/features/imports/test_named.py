"""Which import an ARN names. Source: recorded answers, October 2026."""

import pytest

from tests.engine.in_memory import ACCOUNT, REGION, VE, arn_of
from tests.features.imports.samples import MemoryBuckets, begin, caller_with

INVALID = VE + "Invalid Import ARN"
DENIED = "AccessDeniedException: Access is denied"
SUFFIX = "/import/01791500000123-0badf00d"


@pytest.mark.parametrize(
    ("arn", "error"),
    [
        ("x" * 40, INVALID),
        (arn_of(), INVALID),
        (arn_of() + "/export/01791500000123-0badf00d", INVALID),
        (arn_of("x") + SUFFIX, INVALID),  # Alternator, test_describe_import_malformed_arn
        (arn_of() + "/import/", INVALID),
        (arn_of(account_id="210987654321") + SUFFIX, DENIED),
        (arn_of(region="") + SUFFIX, DENIED),
        (arn_of().replace("aws", "aws-cn") + SUFFIX, DENIED),
        (arn_of().replace("dynamodb", "s3") + SUFFIX, DENIED),
        (arn_of() + SUFFIX, "ImportNotFoundException: Import not found: {}"),
        (arn_of(region="eu-west-1") + SUFFIX, "ImportNotFoundException: Import not found: {}"),
    ],
)
def test_other_arns(arn: str, error: str) -> None:
    caller = caller_with(MemoryBuckets())
    assert caller.refusal("DescribeImport", ImportArn=arn) == error.format(arn)


def test_an_import_is_found_by_its_arn() -> None:
    caller = caller_with(MemoryBuckets())
    arn = begin(caller)
    assert arn.startswith(f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/music/import/0179150000")
    assert (
        caller.call("DescribeImport", ImportArn=arn)["ImportTableDescription"]["ImportArn"] == arn
    )


def test_the_arn_of_a_table_in_a_filter() -> None:
    caller = caller_with(MemoryBuckets())
    begin(caller)
    for arn, count in ((arn_of(), 1), (arn_of("other"), 0), (arn_of(region="eu-west-1"), 0)):
        assert len(caller.call("ListImports", TableArn=arn)["ImportSummaryList"]) == count
    assert caller.refusal("ListImports", TableArn=arn_of(account_id="1")) == DENIED
    assert caller.refusal("ListImports", TableArn="music") == (
        VE + "One or more parameter values were invalid: tableArn is not a valid ARN"
    )
