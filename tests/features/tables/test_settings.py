"""Encryption of a new table. Source: recorded answers, October 2026."""

from typing import Any

import pytest

from tests.engine.in_memory import ACCOUNT, REGION, Caller


@pytest.mark.parametrize(
    ("specification", "key"),
    [
        ({"Enabled": True}, None),
        ({"SSEType": "KMS"}, None),
        ({"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/aws/dynamodb"}, None),
        ({"SSEType": "KMS", "KMSMasterKeyId": "1-2-3"}, "1-2-3"),
        (
            {"SSEType": "KMS", "KMSMasterKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1-2-3"},
            "1-2-3",
        ),
    ],
)
def test_encryption(specification: dict[str, Any], key: str | None) -> None:
    caller = Caller()
    created = caller.create(SSESpecification=specification)
    default = caller.create("other", SSESpecification={"Enabled": True})
    own = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key}"
    arn = own if key else default["SSEDescription"]["KMSMasterKeyArn"]
    assert created["SSEDescription"] == {
        "Status": "ENABLED",
        "SSEType": "KMS",
        "KMSMasterKeyArn": arn,
    }


def test_an_alias_means_one_key_however_it_is_written() -> None:
    caller = Caller()
    short = {"SSEType": "KMS", "KMSMasterKeyId": "alias/mine"}
    long = {**short, "KMSMasterKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/mine"}
    keys_of = [
        caller.create(name, SSESpecification=sse)["SSEDescription"]["KMSMasterKeyArn"]
        for name, sse in (("one", short), ("two", long))
    ]
    assert keys_of[0] == keys_of[1]
