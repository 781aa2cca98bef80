"""SSESpecification of CreateTable and UpdateTable.

Sources: recorded answers, October 2026 (ack-api-quirks, entries 18 to 82 and 139 to 142).
"""

import re
from typing import Any

import pytest

from tests.engine.in_memory import ACCOUNT, INV, START_MS, VE, Caller
from tests.features.encryption_keys.kms import NO_KEY, alias_arn, arn, describe_key, key_id

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
DISABLED = "DisabledException"
STATE = "KMSInvalidStateException"
NOT_FOUND = "NotFoundException"


def kms(key: str) -> dict[str, Any]:
    """Returns the specification of a key."""
    return {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}


def quoted(code: str, message: str) -> str:
    """Returns a pattern of an error of KMS in the words of DynamoDB."""
    kind = "key disabled" if code == DISABLED else "validation"
    return (
        re.escape(
            f"{VE}KMS {kind} error: com.amazonaws.services.kms.model.{code}: {message} (Service: "
            f"AWSKMS; Status Code: 400; Error Code: {code}; Request ID: "
        )
        + UUID
        + re.escape("; Proxy: null)")
    )


def shown_key(caller: Caller, name: str = "music") -> str | None:
    """Returns the ARN that DescribeTable shows."""
    sse = caller.describe(name).get("SSEDescription")
    return None if sse is None else str(sse["KMSMasterKeyArn"])


def update(caller: Caller, sse: dict[str, Any]) -> dict[str, Any]:
    description: dict[str, Any] = caller.call(
        "UpdateTable", TableName="music", SSESpecification=sse
    )["TableDescription"]
    return description


def refusal(caller: Caller, sse: dict[str, Any]) -> str:
    return caller.refusal("UpdateTable", TableName="music", SSESpecification=sse)


@pytest.mark.parametrize(
    "specification",
    [{"Enabled": True}, {"SSEType": "KMS"}, kms("alias/aws/dynamodb")],
)
def test_without_a_key_the_one_of_dynamodb_is_used(specification: dict[str, Any]) -> None:
    caller = Caller()
    created = caller.create(SSESpecification=specification)
    key = describe_key(caller, "alias/aws/dynamodb")
    assert created["SSEDescription"] == {
        "Status": "ENABLED",
        "SSEType": "KMS",
        "KMSMasterKeyArn": key["Arn"],
    }
    assert key["KeyManager"] == "AWS"


@pytest.mark.parametrize("specification", [{}, {"Enabled": False}])
def test_the_default_shows_nothing(specification: dict[str, Any]) -> None:
    caller = Caller()
    assert "SSEDescription" not in caller.create(SSESpecification=specification)
    assert caller.call("ListKeys")["Keys"] == []


def test_a_key_has_four_kinds_of_names() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)
    for number, name in enumerate((key, arn(key), "alias/mine", alias_arn("alias/mine"))):
        caller.create(f"table{number}", SSESpecification=kms(name))
        assert shown_key(caller, f"table{number}") == arn(key)


def test_an_alias_that_moves_changes_no_table() -> None:
    caller = Caller()
    old, new = key_id(caller), key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=old)
    caller.create(SSESpecification=kms("alias/mine"))
    caller.call("UpdateAlias", AliasName="alias/mine", TargetKeyId=new)
    assert shown_key(caller) == arn(old)
    update(caller, kms("alias/mine"))
    assert shown_key(caller) == arn(new)


@pytest.mark.parametrize(
    ("named", "code", "message"),
    [
        ("alias/none", NOT_FOUND, f"Alias {alias_arn('alias/none')} is not found."),
        (NO_KEY, NOT_FOUND, f"Key '{arn(NO_KEY)}' does not exist"),
        (arn(NO_KEY), NOT_FOUND, f"Key '{arn(NO_KEY)}' does not exist"),
        (arn(NO_KEY, region="eu-west-1"), NOT_FOUND, "Invalid arn eu-west-1"),
        ("1-2-3", NOT_FOUND, "Invalid keyId '1-2-3'"),
        (
            arn(NO_KEY, account_id="210987654321"),
            NOT_FOUND,
            f"Key '{arn(NO_KEY, account_id='210987654321')}' does not exist",
        ),
    ],
)
def test_a_key_that_does_not_exist(named: str, code: str, message: str) -> None:
    caller = Caller()
    members = {"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}
    answer = caller.refusal(
        "CreateTable",
        TableName="music",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        SSESpecification=kms(named),
        **members,
    )
    assert re.fullmatch(quoted(code, message), answer)
    assert caller.call("ListTables")["TableNames"] == []
    caller.create()
    assert re.fullmatch(quoted(code, message), refusal(caller, kms(named)))
    assert shown_key(caller) is None


def test_a_key_of_another_account_is_not_found() -> None:
    caller = Caller()
    other = Caller(storage=caller.storage, account_id="210987654321")
    foreign = other.call("CreateKey")["KeyMetadata"]["Arn"]
    caller.create()
    found = refusal(caller, kms(foreign))
    assert re.fullmatch(quoted(NOT_FOUND, f"Key '{foreign}' does not exist"), found)
    assert ACCOUNT not in foreign


def test_a_key_that_cannot_be_used() -> None:
    caller = Caller()
    key, pending = key_id(caller), key_id(caller)
    caller.call("DisableKey", KeyId=key)
    caller.call("ScheduleKeyDeletion", KeyId=pending)
    caller.create()
    answer = refusal(caller, kms(key))
    assert re.fullmatch(quoted(DISABLED, f"{arn(key)} is disabled."), answer)
    answer = refusal(caller, kms(pending))
    assert re.fullmatch(quoted(STATE, f"{arn(pending)} is pending deletion."), answer)


def test_only_the_arn_of_the_key_in_use_is_refused() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)
    caller.create(SSESpecification=kms(key))
    assert refusal(caller, kms(arn(key))) == (
        INV + "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter "
        "if you want to change Master Key"
    )
    for name in (key, "alias/mine"):
        assert update(caller, kms(name))["SSEDescription"] == {
            "Status": "UPDATING",
            "SSEType": "KMS",
            "KMSMasterKeyArn": arn(key),
        }


def test_four_changes_a_day_then_one_in_six_hours() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.create()
    for sse in (kms(key), {"Enabled": False}, kms(key), {"Enabled": False}):
        update(caller, sse)
        caller.clock.time_ms += 1000
    message = (
        "LimitExceededException: Subscriber limit exceeded: Encryption mode changes are limited in "
        "the 24h window ending at 2026-10-09T22:53:20.123Z. After the first 4 change, each "
        "subsequent change in the same window can be performed at most once every 21600 seconds. "
        "Number of updates today: 4. Last change at 2026-10-08T22:53:23.123Z. Next changes can be "
        "made at 2026-10-09T04:53:23.123Z."
    )
    assert refusal(caller, kms(key)) == message
    assert refusal(caller, kms(NO_KEY)) == message, "the quota is checked before the key"
    caller.clock.time_ms = START_MS + 3000 + 6 * 3_600_000 - 1
    assert refusal(caller, kms(key)).startswith("LimitExceededException: ")
    caller.clock.time_ms += 1
    update(caller, kms(key))
    assert "Number of updates today: 5." in refusal(caller, {"Enabled": False})
    caller.clock.time_ms += 24 * 3_600_000
    update(caller, {"Enabled": False})


def test_a_refused_key_does_not_count_as_a_change() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.create()
    for _ in range(9):
        refusal(caller, kms(NO_KEY))
    update(caller, kms(key))


def test_a_table_that_is_created_again_may_change_again() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.create(SSESpecification=kms(key))
    for _ in range(4):
        update(caller, kms(key))
    caller.call("DeleteTable", TableName="music")
    caller.create()
    update(caller, kms(key))
