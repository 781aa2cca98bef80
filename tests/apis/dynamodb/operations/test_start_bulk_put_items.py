"""StartBulkPutItems: requests and permissions. tests/features/bulk_operations has the rest."""

from typing import Any

import pytest

from jedlik.wire.item_files import reader
from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import ENV, VE, arn_of
from tests.features.bulk_operations.samples import begin, described, record, request, with_table


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"MaxWriteRequestUnits": 1023}, "maxWriteRequestUnits"),
        ({"PerformanceTier": "FAST"}, "performanceTier"),
        ({"InputS3Configuration": {"S3Bucket": "data", "InputFormat": "CSV"}}, "inputFormat"),
        ({"InputS3Configuration": {"InputFormat": "ION"}}, "s3Bucket"),
        ({"OutputS3Configuration": {"S3Bucket": "report"}}, "outputType"),
        ({"OutputS3Configuration": {"OutputType": []}}, "s3Bucket"),
        ({"TableName": "a#b"}, "tableName"),
        ({"ClientToken": "$"}, "clientToken"),
    ],
)
def test_constraints(members: dict[str, Any], name: str) -> None:
    found = with_table().refusal("StartBulkPutItems", **request(**members))
    assert found.startswith(ENV)
    assert f"{name}' failed to satisfy constraint: " in found


def test_a_key_needs_its_algorithm() -> None:
    output = {"S3Bucket": "report", "OutputType": [], "S3SseKmsKeyId": "key"}
    assert with_table().refusal("StartBulkPutItems", **request(OutputS3Configuration=output)) == (
        VE + "Invalid Request: KMS Key Id is not supported for this encryption type"
    )


def test_ion_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda _: None)
    source = {"S3Bucket": "data", "InputFormat": "ION"}
    refused = with_table().refusal("StartBulkPutItems", **request(InputS3Configuration=source))
    assert "pip install 'jedlik[ion]'" in refused


def test_a_table_may_be_named_by_its_arn() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller, TableName=arn_of())
    assert described(caller, arn)["TableDetails"][0]["TableName"] == arn_of()


def test_it_needs_all_permissions() -> None:
    caller = with_table()
    sent = request()
    needed = [
        ("dynamodb:StartBulkPutItems", arn_of()),
        ("dynamodb:PutItem", arn_of()),
        ("s3:ListBucket", "arn:aws:s3:::data"),
        ("s3:GetObject", "arn:aws:s3:::data/*"),
        ("s3:PutObject", "arn:aws:s3:::report/r*"),
    ]
    for at, expected in enumerate(needed):
        anna = Anna(caller, *(statement(*each) for each in needed[:at]))
        assert anna.denied("StartBulkPutItems", **sent) == expected
    anna = Anna(caller, *(statement(*each) for each in needed))
    started = anna.call("StartBulkPutItems", **sent)["BulkOperationDescription"]
    arn = started["BulkOperationArn"]
    for name in ("DescribeBulkOperation", "CancelBulkOperation"):
        assert anna.denied(name, BulkOperationArn=arn) == (f"dynamodb:{name}", arn)
    assert anna.denied("ListBulkOperations") == ("dynamodb:ListBulkOperations", "*")
