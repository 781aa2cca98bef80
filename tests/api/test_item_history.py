"""The history of an item over HTTP: boto3 writes, and signed requests read the versions."""

from typing import Any

import pytest

from jedlik.app.client import CallError, Endpoint, call_jedlik
from jedlik.core.sigv4.sign import Credentials
from tests.api.clients import REGION, client, new_table
from tests.app.server import serving

pytestmark = pytest.mark.usefixtures("own_server")

KEYS = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": KEYS[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": KEYS[1]}


def enable(dynamodb: Any, table: str) -> None:
    dynamodb.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )


def test_versions_and_counts_with_signed_requests() -> None:
    with (
        serving("--memory", "--auth", "enforce", extra=ROOT) as server,
        client(server.url, keys=KEYS) as dynamodb,
        new_table(dynamodb, ("pk", "S")) as table,
    ):
        endpoint = Endpoint(server.url, Credentials(*KEYS, ""), REGION)
        key = {"pk": {"S": "a"}}
        with pytest.raises(CallError) as caught:
            call_jedlik(endpoint, "GetItemHistory", TableName=table, Key=key)
        assert caught.value.code == "PointInTimeRecoveryUnavailableException"
        enable(dynamodb, table)
        for number in range(3):
            dynamodb.put_item(TableName=table, Item={**key, "n": {"N": str(number)}})
        dynamodb.delete_item(TableName=table, Key=key)
        answer = call_jedlik(endpoint, "GetItemHistory", TableName=table, Key=key, Limit=2)
        rest = call_jedlik(
            endpoint, "GetItemHistory", TableName=table, Key=key, NextToken=answer["NextToken"]
        )
        versions = answer["Versions"] + rest["Versions"]
        shown = [(each["Change"], each.get("Item", {}).get("n")) for each in versions]
        assert shown == [
            ("REMOVE", None),
            ("MODIFY", {"N": "2"}),
            ("MODIFY", {"N": "1"}),
            ("INSERT", {"N": "0"}),
        ]
        begin = int(answer["BeginsAt"])
        window = {"FromTime": begin, "ToTime": begin + 600, "Period": 600}
        counted = call_jedlik(endpoint, "GetChangeCounts", TableName=table, **window)
        assert counted["Counts"] == [
            {"StartTime": begin, "Created": 1, "Modified": 2, "Deleted": 1}
        ]
        wrong = endpoint._replace(credentials=Credentials(KEYS[0], "wrong", ""))
        with pytest.raises(CallError) as caught:
            call_jedlik(wrong, "GetItemHistory", TableName=table, Key=key)
        assert caught.value.code == "InvalidSignatureException"
