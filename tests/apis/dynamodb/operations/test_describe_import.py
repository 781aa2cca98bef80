"""DescribeImport. What it shows is in tests/features/imports."""

from tests.engine.in_memory import ENV
from tests.features.imports.samples import MemoryBuckets, begin, caller_with, described, finish


def test_an_import_outlives_its_table() -> None:
    caller = caller_with(MemoryBuckets(data={}))
    arn = begin(caller)
    finish(caller)
    caller.call("DeleteTable", TableName="music")
    assert described(caller, arn)["ImportStatus"] == "COMPLETED"
    assert len(caller.call("ListImports")["ImportSummaryList"]) == 1


def test_the_length_of_the_arn() -> None:
    caller = caller_with(MemoryBuckets())
    assert caller.refusal("DescribeImport", ImportArn="arn").startswith(ENV + "Value 'arn' at")
    assert caller.refusal("DescribeImport").startswith(ENV + "Value null at 'importArn'")
