"""CreateAlias, UpdateAlias, DeleteAlias and ListAliases. Source: API Reference of KMS."""

import pytest

from jedlik.core.limits import ALIASES_OF_A_KEY
from tests.engine.in_memory import START_MS, VE, Caller
from tests.features.encryption_keys.kms import (
    NO_KEY,
    alias_arn,
    arn,
    decrypted,
    describe_key,
    encrypted,
    key_id,
)

# Recorded in LocalStack, tests/aws/services/kms, April 2023.
PREFIX = VE + (
    'Alias must start with the prefix "alias/". Please see '
    "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
)


def names(caller: Caller, **members: object) -> list[str]:
    return [each["AliasName"] for each in caller.call("ListAliases", **members)["Aliases"]]


def test_an_alias_names_a_key() -> None:
    caller = Caller()
    key = key_id(caller)
    assert caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=arn(key)) == {}
    for name in ("alias/mine", alias_arn("alias/mine")):
        assert describe_key(caller, name)["KeyId"] == key
        assert decrypted(caller, encrypted(caller, name, b"x")) == b"x"
    assert caller.call("ListAliases", KeyId=key) == {
        "Aliases": [
            {
                "AliasName": "alias/mine",
                "AliasArn": alias_arn("alias/mine"),
                "TargetKeyId": key,
                "CreationDate": START_MS / 1000,
                "LastUpdatedDate": START_MS / 1000,
            }
        ],
        "Truncated": False,
    }


@pytest.mark.parametrize("name", ["CreateAlias", "UpdateAlias"])
@pytest.mark.parametrize(
    ("alias", "refusal"),
    [
        ("mine", PREFIX),
        ("alias/", "InvalidAliasNameException: Alias name alias/ is not valid or reserved"),
        (
            "alias/aws/mine",
            "InvalidAliasNameException: Alias name alias/aws/mine is not valid or reserved",
        ),
        (
            "alias/a:b",
            "InvalidAliasNameException: Alias name alias/a:b is not valid or reserved",
        ),
    ],
)
def test_names_that_no_alias_has(name: str, alias: str, refusal: str) -> None:
    assert Caller().refusal(name, AliasName=alias, TargetKeyId=NO_KEY) == refusal


def test_a_name_belongs_to_one_key() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)
    refusal = caller.refusal("CreateAlias", AliasName="alias/mine", TargetKeyId=key_id(caller))
    assert refusal == (
        f"AlreadyExistsException: An alias with the name {alias_arn('alias/mine')} already exists"
    )
    assert describe_key(caller, "alias/mine")["KeyId"] == key


def test_an_alias_moves_to_another_key() -> None:
    caller = Caller()
    old, new = key_id(caller), key_id(caller)
    missing = caller.refusal("UpdateAlias", AliasName="alias/mine", TargetKeyId=new)
    assert missing == f"NotFoundException: Alias {alias_arn('alias/mine')} is not found."
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=old)
    ciphertext = encrypted(caller, "alias/mine", b"x")
    caller.clock.time_ms += 1000
    caller.call("UpdateAlias", AliasName="alias/mine", TargetKeyId=new)
    caller.call("UpdateAlias", AliasName="alias/mine", TargetKeyId=new)
    assert names(caller, KeyId=old) == []
    (moved,) = caller.call("ListAliases", KeyId=new)["Aliases"]
    assert moved["LastUpdatedDate"] == moved["CreationDate"] + 1
    assert decrypted(caller, ciphertext) == b"x"
    assert caller.refusal("Decrypt", CiphertextBlob=ciphertext, KeyId="alias/mine").startswith(
        "IncorrectKeyException: "
    )


def test_an_alias_is_deleted_without_its_key() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)
    caller.call("DeleteAlias", AliasName="alias/mine")
    missing = f"NotFoundException: Alias {alias_arn('alias/mine')} is not found."
    assert caller.refusal("DeleteAlias", AliasName="alias/mine") == missing
    assert describe_key(caller, key)["KeyState"] == "Enabled"
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)


def test_the_alias_of_dynamodb_is_listed_before_its_key_exists() -> None:
    caller = Caller()
    key = key_id(caller)
    for name in ("alias/zoo", "alias/a", "alias/b"):
        caller.call("CreateAlias", AliasName=name, TargetKeyId=key)
    expected = ["alias/a", "alias/aws/dynamodb", "alias/b", "alias/zoo"]
    assert names(caller) == expected
    for limit in (1, 2, 3):
        found: list[str] = []
        page: dict[str, object] = {}
        while True:
            answer = caller.call("ListAliases", Limit=limit, **page)
            assert len(answer["Aliases"]) <= limit
            found += [each["AliasName"] for each in answer["Aliases"]]
            if not answer["Truncated"]:
                break
            page = {"Marker": answer["NextMarker"]}
        assert found == expected, limit
    assert "TargetKeyId" not in caller.call("ListAliases")["Aliases"][1]
    made = describe_key(caller, "alias/aws/dynamodb")
    assert caller.call("ListAliases")["Aliases"][1]["TargetKeyId"] == made["KeyId"]


def test_a_key_has_a_limited_number_of_aliases() -> None:
    caller = Caller()
    key = key_id(caller)
    for number in range(ALIASES_OF_A_KEY):
        caller.call("CreateAlias", AliasName=f"alias/{number}", TargetKeyId=key)
    refusal = caller.refusal("CreateAlias", AliasName="alias/more", TargetKeyId=key)
    assert refusal.startswith("LimitExceededException: ")
    assert len(names(caller, KeyId=key, Limit=20)) == 20
