"""ImportTable: requests, and the table while it is filled. tests/features/imports has the rest."""

from typing import Any

import pytest

from jedlik.wire.item_files import reader
from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import ENV, INV, VE, Caller, arn_of, units
from tests.features.imports.samples import (
    ITEM,
    MemoryBuckets,
    begin,
    caller_with,
    do_piece,
    finish,
    numbered,
    request,
)


def refusal(**members: Any) -> str:
    sent = request(**members)
    if members.get("ClientToken", "") is None:
        del sent["ClientToken"]
    return caller_with(MemoryBuckets(data={})).refusal("ImportTable", **sent)


def parameters(**members: Any) -> dict[str, Any]:
    return {"Table": members}


@pytest.mark.parametrize("token", ["$", "has$dollar", "$leading", "trailing$", ""])
def test_tokens_have_no_dollar(token: str) -> None:
    # Alternator, test_client_token_invalid.
    assert refusal(ClientToken=token).startswith(ENV + f"Value '{token}' at 'clientToken' failed")


def test_the_token_is_required() -> None:
    # Alternator, test_client_token_required: the model has it as optional.
    assert refusal(ClientToken=None) == (
        ENV + "Value null at 'clientToken' failed to satisfy constraint: Member must not be null"
    )


@pytest.mark.parametrize(
    ("members", "name"),
    [
        # Alternator, test_import_table_validation.
        ({"InputFormat": "NOT_A_FORMAT"}, "inputFormat"),
        ({"InputCompressionType": "BZIP2"}, "inputCompressionType"),
        ({"S3BucketSource": {"S3Bucket": "x" * 256}}, "s3BucketSource.s3Bucket"),
        ({"S3BucketSource": {"S3Bucket": "-nope!"}}, "s3BucketSource.s3Bucket"),
        (
            {"S3BucketSource": {"S3Bucket": "data", "S3KeyPrefix": "p" * 1025}},
            "s3BucketSource.s3KeyPrefix",
        ),
        (parameters(TableName="n" * 256), "tableCreationParameters.tableName"),
        (parameters(TableName="not a table name!"), "tableCreationParameters.tableName"),
    ],
)
def test_constraints(members: dict[str, Any], name: str) -> None:
    found = refusal(**members)
    assert found.startswith(ENV)
    assert f" at '{name}' failed to satisfy constraint: " in found


def test_the_words_of_the_compression() -> None:
    # Recorded, October 2026.
    assert refusal(InputCompressionType="BZIP2").endswith(
        "Member must satisfy enum value set: [ZSTD, NONE, GZIP]"
    )


def test_a_delimiter_of_two_characters_has_two_faults() -> None:
    # Recorded, October 2026.
    options = {"Csv": {"Delimiter": ";;"}}
    found = refusal(InputFormat="CSV", InputFormatOptions=options)
    assert found.startswith(VE + "2 validation errors detected: ")


def test_csv_options_of_another_format() -> None:
    # Recorded, October 2026.
    assert refusal(InputFormatOptions={"Csv": {"Delimiter": ","}}) == (
        VE + "Invalid Request: Unsupported InputFormatOptions for the given input format: "
        "DYNAMODB_JSON."
    )


def test_rules_of_the_new_table() -> None:
    # Recorded, October 2026.
    sent = request()
    del sent["TableCreationParameters"]["BillingMode"]
    caller = caller_with(MemoryBuckets())
    assert caller.refusal("ImportTable", **sent) == (
        INV + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
        "PROVISIONED"
    )
    table = {
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": units(1, 1),
        "OnDemandThroughput": {"MaxWriteRequestUnits": 5},
    }
    assert refusal(**parameters(**table)) == (
        INV + "MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table "
        "BillingMode is PROVISIONED."
    )
    unrelated = [{"AttributeName": "unrelated", "AttributeType": "S"}]
    assert "AttributeDefinitions" in refusal(**parameters(AttributeDefinitions=unrelated))


def test_ion_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda _: None)
    assert "pip install 'jedlik[ion]'" in refusal(InputFormat="ION")


def creating() -> Caller:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(3))}))
    begin(caller)
    do_piece(caller)
    return caller


def test_the_table_while_it_is_filled() -> None:
    # Recorded, October 2026.
    caller = creating()
    assert caller.describe()["TableStatus"] == "CREATING"
    name = {"TableName": "music"}
    time_to_live = {"Enabled": True, "AttributeName": "t"}
    recovery = {"PointInTimeRecoveryEnabled": True}
    calls: list[tuple[str, dict[str, Any], str]] = [
        ("UpdateTable", {"DeletionProtectionEnabled": True}, "ResourceInUseException"),
        ("UpdateTimeToLive", {"TimeToLiveSpecification": time_to_live}, "ResourceInUseException"),
        ("DeleteTable", {}, "ResourceInUseException"),
        ("PutItem", {"Item": ITEM}, "ResourceNotFoundException"),
        ("CreateBackup", {"BackupName": "backup"}, "ContinuousBackupsUnavailableException"),
        (
            "UpdateContinuousBackups",
            {"PointInTimeRecoverySpecification": recovery},
            "ContinuousBackupsUnavailableException",
        ),
    ]
    for operation, members, code in calls:
        assert caller.refusal(operation, **name, **members).startswith(code + ": "), operation
    tags = {"ResourceArn": arn_of(), "Tags": [{"Key": "k", "Value": "v"}]}
    assert caller.refusal("TagResource", **tags).startswith("ResourceNotFoundException: ")
    assert caller.call("DescribeContinuousBackups", **name)
    finish(caller)
    caller.call("CreateBackup", **name, BackupName="backup")
    caller.call("PutItem", **name, Item=ITEM)


def test_a_table_with_a_delay_is_imported_too() -> None:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(3))}), delay_ms=60_000)
    begin(caller)
    finish(caller)
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert caller.describe()["ItemCount"] == 3


def test_it_needs_the_permissions_of_the_bucket_too() -> None:
    caller = caller_with(MemoryBuckets(data={}))
    source = {"S3Bucket": "data", "S3KeyPrefix": "mine/"}
    sent = request(S3BucketSource=source)
    own = statement("dynamodb:ImportTable", arn_of())
    listing = statement("s3:ListBucket", "arn:aws:s3:::data")
    reading = statement("s3:GetObject", "arn:aws:s3:::data/mine/*")
    needed = [
        ([statement("s3:*")], ("dynamodb:ImportTable", arn_of())),
        ([own, reading], ("s3:ListBucket", "arn:aws:s3:::data")),
        ([own, listing], ("s3:GetObject", "arn:aws:s3:::data/mine/*")),
        ([own, listing, statement("s3:GetObject", "arn:aws:s3:::data/other/*")], None),
    ]
    for statements, expected in needed:
        denied = Anna(caller, *statements).denied("ImportTable", **sent)
        assert denied == (expected or ("s3:GetObject", "arn:aws:s3:::data/mine/*"))
    anna = Anna(caller, own, listing, reading)
    arn = anna.call("ImportTable", **sent)["ImportTableDescription"]["ImportArn"]
    assert anna.denied("DescribeImport", ImportArn=arn) == ("dynamodb:DescribeImport", arn)
    assert anna.denied("ListImports") == ("dynamodb:ListImports", "*")
    everything = {"S3Bucket": "data"}
    assert anna.denied("ImportTable", **request(S3BucketSource=everything)) == (
        "s3:GetObject",
        "arn:aws:s3:::data/*",
    )
