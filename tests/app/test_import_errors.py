"""`jedlik import-errors`."""

import json
from pathlib import Path

from tests.api.clients import client
from tests.app.server import run, serving
from tests.waiting import wait_until


def test_it_prints_what_was_wrong(tmp_path: Path) -> None:
    bucket = tmp_path / "buckets" / "data"
    bucket.mkdir(parents=True)
    (bucket / "bad").write_text('{"Item":{"n":{"N":"1"}}}\n{"Item":{"pk":{"S":"a"}}}\n')
    with (
        serving("--memory", "--buckets", str(bucket.parent)) as server,
        client(server.url) as dynamodb,
    ):
        arn = dynamodb.import_table(
            S3BucketSource={"S3Bucket": "data"},
            InputFormat="DYNAMODB_JSON",
            TableCreationParameters={
                "TableName": "music",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                "BillingMode": "PAY_PER_REQUEST",
            },
        )["ImportTableDescription"]["ImportArn"]

        def is_over() -> bool:
            found = dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]
            return bool(found["ImportStatus"] == "FAILED")

        wait_until(is_over)
        keys = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}
        done = run("import-errors", arn, "--url", server.url, extra=keys)
        assert (done.returncode, done.stderr) == (0, "")
        (line,) = done.stdout.splitlines()
        pointer = {"bucket": "data", "key": "bad", "itemIndex": 0}
        assert json.loads(line)["itemS3Pointer"] == pointer
        done = run("import-errors", arn[:-1] + "x", "--url", server.url, extra=keys)
        assert done.returncode == 2
        assert "Import not found" in done.stderr
