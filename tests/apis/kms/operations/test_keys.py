"""CreateKey, DescribeKey, ListKeys, UpdateKeyDescription, and the state of a key.

Sources: recorded answers in LocalStack, tests/aws/services/kms (2023, 2024); API Reference of KMS.
"""

import pytest

from tests.engine.in_memory import ACCOUNT, START_MS, VE, Caller
from tests.features.encryption_keys.kms import (
    NO_KEY,
    ROOT,
    alias_arn,
    arn,
    create_key,
    decrypted,
    describe_key,
    encrypted,
    key_id,
    pass_days,
)

NOT_FOUND = "NotFoundException: "
STATE = "KMSInvalidStateException: "
UNSUPPORTED = "UnsupportedOperationException: Jedlik does not have "


def test_a_new_key_is_described() -> None:
    caller = Caller()
    created = create_key(caller, Description="test key 123")
    material = created.pop("CurrentKeyMaterialId")
    assert len(bytes.fromhex(material)) == 32
    assert created == {
        "AWSAccountId": ACCOUNT,
        "KeyId": created["KeyId"],
        "Arn": arn(created["KeyId"]),
        "CreationDate": START_MS / 1000,
        "Enabled": True,
        "Description": "test key 123",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": "Enabled",
        "Origin": "AWS_KMS",
        "KeyManager": "CUSTOMER",
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "MultiRegion": False,
    }
    described = describe_key(caller, created["KeyId"])
    assert described.pop("CurrentKeyMaterialId") == material
    assert described == created
    assert describe_key(caller, created["Arn"])["KeyId"] == created["KeyId"]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (NO_KEY, f"Key '{arn(NO_KEY)}' does not exist"),
        (arn(NO_KEY), f"Key '{arn(NO_KEY)}' does not exist"),
        (
            "mrk-d3b95762d3b95762d3b95762d3b95762",
            f"Key '{arn('mrk-d3b95762d3b95762d3b95762d3b95762')}' does not exist",
        ),
        ("fake-key-id", "Invalid keyId 'fake-key-id'"),
        (
            "134f2428cec14b25a1ae9048164dba47",
            "Invalid keyId '134f2428cec14b25a1ae9048164dba47'",
        ),
        ("mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'"),
        (arn(NO_KEY, region="ap-southeast-1"), "Invalid arn ap-southeast-1"),
        ("alias/none", f"Alias {alias_arn('alias/none')} is not found."),
        (alias_arn("alias/none"), f"Alias {alias_arn('alias/none')} is not found."),
    ],
)
def test_a_key_that_does_not_exist(named: str, message: str) -> None:
    assert Caller().refusal("DescribeKey", KeyId=named) == NOT_FOUND + message


@pytest.mark.parametrize("named", ["arn:aws:kms:us-east-1", "arn:aws:s3:::bucket/key"])
def test_an_arn_of_something_else(named: str) -> None:
    refusal = Caller().refusal("DescribeKey", KeyId=named)
    assert refusal == f"InvalidArnException: Invalid arn {named}"


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        (
            {"KeySpec": "RSA_2048"},
            VE + "You must specify a KeyUsage value for all KMS keys except for symmetric "
            "encryption keys.",
        ),
        (
            {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"},
            UNSUPPORTED + "asymmetric and HMAC keys yet.",
        ),
        (
            {"KeySpec": "SYMMETRIC_DEFAULT", "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT"},
            VE + "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
            "CustomerMasterKeySpec is deprecated.",
        ),
        ({"MultiRegion": True}, UNSUPPORTED + "multi-Region keys yet."),
        (
            {"Origin": "EXTERNAL"},
            UNSUPPORTED + "keys with imported or external key material yet.",
        ),
        ({"CustomKeyStoreId": "cks-1"}, UNSUPPORTED + "custom key stores yet."),
        (
            {"Tags": [{"TagKey": "a", "TagValue": "1"}, {"TagKey": "a", "TagValue": "2"}]},
            "TagException: Duplicate tag keys",
        ),
        (
            {"Policy": '{"Version": "2012-10-17", "Statement": []}'},
            "MalformedPolicyDocumentException: Syntax errors in policy.",
        ),
    ],
)
def test_keys_that_cannot_be_created(members: dict[str, object], refusal: str) -> None:
    caller = Caller()
    assert caller.refusal("CreateKey", **members) == refusal
    assert caller.call("ListKeys")["Keys"] == []


def test_keys_are_listed_in_pages() -> None:
    caller = Caller()
    created = sorted(key_id(caller) for _ in range(5))
    found: list[str] = []
    page: dict[str, object] = {}
    while True:
        answer = caller.call("ListKeys", Limit=2, **page)
        assert all(each["KeyArn"] == arn(each["KeyId"]) for each in answer["Keys"])
        found += [each["KeyId"] for each in answer["Keys"]]
        assert answer["Truncated"] is ("NextMarker" in answer)
        if not answer["Truncated"]:
            break
        page = {"Marker": answer["NextMarker"]}
    assert found == created
    assert caller.refusal("ListKeys", Marker="no id").startswith("InvalidMarkerException: ")


def test_each_account_and_region_has_its_own_keys() -> None:
    caller = Caller()
    created = key_id(caller)
    for other in (
        Caller(storage=caller.storage, clock=caller.clock, region="eu-west-1"),
        Caller(storage=caller.storage, clock=caller.clock, account_id="210987654321"),
    ):
        assert other.call("ListKeys")["Keys"] == []
        assert other.refusal("DescribeKey", KeyId=created).startswith(NOT_FOUND)
    other = Caller(storage=caller.storage, clock=caller.clock, account_id="210987654321")
    refusal = other.refusal("DisableKey", KeyId=arn(created))
    assert refusal.startswith("AccessDeniedException: User: arn:aws:iam::210987654321:root is not")
    assert other.call("DescribeKey", KeyId=arn(created))["KeyMetadata"]["Arn"] == arn(created)


def test_the_description_is_replaced() -> None:
    caller = Caller()
    key = key_id(caller, Description="old")
    caller.call("UpdateKeyDescription", KeyId=key, Description="")
    assert describe_key(caller, key)["Description"] == ""


def test_a_disabled_key_encrypts_nothing_until_it_is_enabled() -> None:
    caller = Caller()
    key = key_id(caller)
    ciphertext = encrypted(caller, key, b"secret")
    caller.call("DisableKey", KeyId=arn(key))
    caller.call("DisableKey", KeyId=key)
    described = describe_key(caller, key)
    assert (described["KeyState"], described["Enabled"]) == ("Disabled", False)
    disabled = f"DisabledException: {arn(key)} is disabled."
    assert caller.refusal("Encrypt", KeyId=key, Plaintext="eA==") == disabled
    assert caller.refusal("Decrypt", CiphertextBlob=ciphertext) == disabled
    assert caller.refusal("GenerateDataKey", KeyId=key, KeySpec="AES_256") == disabled
    assert caller.refusal("EnableKeyRotation", KeyId=key) == disabled
    caller.call("EnableKey", KeyId=key)
    assert decrypted(caller, ciphertext) == b"secret"


def test_a_key_is_deleted_after_its_waiting_period() -> None:
    caller = Caller()
    key, other = key_id(caller), key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)
    caller.call("EnableKeyRotation", KeyId=key)
    ciphertext = encrypted(caller, key, b"secret")
    answer = caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    date = START_MS / 1000 + 7 * 86_400
    assert answer == {
        "KeyId": arn(key),
        "DeletionDate": date,
        "KeyState": "PendingDeletion",
        "PendingWindowInDays": 7,
    }
    described = describe_key(caller, "alias/mine")
    assert (described["DeletionDate"], described["Enabled"]) == (date, False)
    pending = f"{STATE}{arn(key)} is pending deletion."
    for name, members in (
        ("Encrypt", {"Plaintext": "eA=="}),
        ("EnableKey", {}),
        ("DisableKey", {}),
        ("ScheduleKeyDeletion", {}),
        ("UpdateKeyDescription", {"Description": "x"}),
        ("KMS.TagResource", {"Tags": [{"TagKey": "a", "TagValue": "b"}]}),
    ):
        assert caller.refusal(name, KeyId=key, **members) == pending, name
    pass_days(caller, 6.99)
    assert describe_key(caller, key)["KeyState"] == "PendingDeletion"
    pass_days(caller, 0.02)
    gone = f"{NOT_FOUND}Key '{arn(key)}' does not exist"
    assert caller.refusal("DescribeKey", KeyId=key) == gone
    assert caller.refusal("Decrypt", CiphertextBlob=ciphertext) == (
        "InvalidCiphertextException: None"
    )
    assert [each["KeyId"] for each in caller.call("ListKeys")["Keys"]] == [other]
    assert [each["AliasName"] for each in caller.call("ListAliases")["Aliases"]] == [
        "alias/aws/dynamodb"
    ]


def test_a_deletion_that_was_cancelled_does_not_happen() -> None:
    caller = Caller()
    key = key_id(caller)
    not_pending = f"{STATE}{arn(key)} is not pending deletion."
    assert caller.refusal("CancelKeyDeletion", KeyId=key) == not_pending
    caller.call("ScheduleKeyDeletion", KeyId=key)
    pass_days(caller, 29)
    assert caller.call("CancelKeyDeletion", KeyId=key) == {"KeyId": arn(key)}
    pass_days(caller, 30)
    described = describe_key(caller, key)
    assert described["KeyState"] == "Disabled"
    assert "DeletionDate" not in described


@pytest.mark.parametrize("days", [6, 31])
def test_waiting_periods_have_bounds(days: int) -> None:
    refusal = Caller().refusal("ScheduleKeyDeletion", KeyId=NO_KEY, PendingWindowInDays=days)
    assert refusal == VE + "PendingWindowInDays must be between 7 and 30"


def test_the_key_of_dynamodb_is_made_once_and_cannot_be_changed() -> None:
    caller = Caller()
    made = describe_key(caller, "alias/aws/dynamodb")
    assert (made["KeyManager"], made["KeyState"]) == ("AWS", "Enabled")
    assert describe_key(caller, "alias/aws/dynamodb") == made
    assert len(caller.call("ListKeys")["Keys"]) == 1
    for name, members in (
        ("DisableKey", {}),
        ("ScheduleKeyDeletion", {}),
        ("PutKeyPolicy", {"Policy": "{}"}),
        ("Encrypt", {"Plaintext": "eA=="}),
    ):
        refusal = caller.refusal(name, KeyId=made["KeyId"], **members)
        assert refusal == (
            f"AccessDeniedException: User: {ROOT} is not authorized to perform: kms:{name} on "
            f"resource: {made['Arn']} because no resource-based policy allows the kms:{name} action"
        )


def test_only_id_and_arn_name_a_key_to_change() -> None:
    caller = Caller()
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key_id(caller))
    assert caller.refusal("DisableKey", KeyId="alias/mine") == (
        NOT_FOUND + "Invalid keyId 'alias/mine'"
    )
