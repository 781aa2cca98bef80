"""Imports and a bulk operation in the folders, from format 6 on."""

from tests.folders.content import Maker, definitions, schema


async def make_imports(maker: Maker) -> None:
    """Make an import that has failed, because there is no bucket, one that has begun, and a bulk
    operation that has begun.
    """
    for name in ("no-bucket", "begun"):
        await maker.calls(
            "ImportTable",
            ClientToken=name,
            S3BucketSource={"S3Bucket": "missing", "S3KeyPrefix": "data/"},
            InputFormat="CSV",
            InputFormatOptions={"Csv": {"HeaderList": ["pk"]}},
            TableCreationParameters={
                "TableName": name,
                "AttributeDefinitions": definitions("pk:S"),
                "KeySchema": schema("pk"),
                "BillingMode": "PAY_PER_REQUEST",
            },
        )
        if name == "no-bucket":
            await maker.do("import_tables")
    await maker.calls(
        "StartBulkPutItems",
        ClientToken="bulk",
        TableName="recovered",
        InputS3Configuration={"S3Bucket": "missing", "InputFormat": "DYNAMODB_JSON"},
        OutputS3Configuration={"S3Bucket": "missing", "OutputType": ["ERROR"]},
    )
