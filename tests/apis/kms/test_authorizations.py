"""What each operation of KMS needs. Source: Service Authorization Reference, KMS."""

from typing import Any

import pytest

from jedlik.apis.authorization import ANYTHING
from jedlik.apis.kms.api import KMS
from jedlik.core.errors import Reject
from jedlik.features.encryption_keys.ciphertext import Ciphertext, head_of
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.encryption_keys.kms import NO_KEY, alias_arn, arn, key_id

OTHER = "11111111-2222-3333-4444-555555555555"
BLOB = Ciphertext(head_of(OTHER, ACCOUNT, 0), b"n" * 12, b"e" * 16).blob
ALIAS = alias_arn("alias/mine")
WITHOUT_RESOURCE = ("CreateKey", "ListAliases", "ListKeys")
RULES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    *((name, {}, [(name, ANYTHING)]) for name in WITHOUT_RESOURCE),
    ("CreateAlias", {}, [("CreateAlias", ALIAS), ("CreateAlias", arn(NO_KEY))]),
    ("UpdateAlias", {}, [("UpdateAlias", ALIAS), ("UpdateAlias", arn(NO_KEY))]),
    ("DeleteAlias", {}, [("DeleteAlias", ALIAS)]),
    ("Decrypt", {}, [("Decrypt", arn(OTHER))]),
    ("Decrypt", {"KeyId": NO_KEY}, [("Decrypt", arn(NO_KEY))]),
    ("Decrypt", {"CiphertextBlob": b"x"}, [("Decrypt", ANYTHING)]),
    ("ReEncrypt", {}, [("ReEncryptFrom", arn(OTHER)), ("ReEncryptTo", arn(NO_KEY))]),
    (
        "ReEncrypt",
        {"SourceKeyId": NO_KEY, "DestinationKeyId": "alias/mine"},
        [("ReEncryptFrom", arn(NO_KEY)), ("ReEncryptTo", ALIAS)],
    ),
]
COVERED = {name for name, _, _ in RULES}
ON_KEY = [name for name in KMS.names if name not in COVERED]


def needed(
    name: str, members: dict[str, Any], caller: Caller | None = None
) -> list[tuple[str, str]]:
    request = {
        "KeyId": NO_KEY,
        "AliasName": "alias/mine",
        "TargetKeyId": arn(NO_KEY),
        "CiphertextBlob": BLOB,
        "DestinationKeyId": NO_KEY,
        **members,
    }
    if name == "Decrypt" and "KeyId" not in members:
        del request["KeyId"]
    caller = caller or Caller()
    found = result_of(KMS.operations[name].authorizations(request, None, caller.context))
    assert found is not None
    return [(each.action.removeprefix("kms:"), each.resource) for each in found]


@pytest.mark.parametrize(("name", "members", "expected"), RULES)
def test_rules(name: str, members: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert needed(name, members) == expected


@pytest.mark.parametrize("name", ON_KEY)
@pytest.mark.parametrize(
    ("key", "resource"),
    [
        (NO_KEY, arn(NO_KEY)),
        (arn(NO_KEY), arn(NO_KEY)),
        (arn(NO_KEY, account_id="210987654321"), arn(NO_KEY, account_id="210987654321")),
        ("alias/mine", ALIAS),
    ],
)
def test_all_others_act_on_one_key(name: str, key: str, resource: str) -> None:
    assert needed(name, {"KeyId": key}) == [(name, resource)]


def test_an_alias_gives_the_key_to_which_it_leads() -> None:
    caller = Caller()
    key, other = key_id(caller), key_id(caller)
    caller.call("CreateAlias", AliasName="alias/mine", TargetKeyId=key)
    for name in ("alias/mine", ALIAS):
        assert needed("Encrypt", {"KeyId": name}, caller) == [("Encrypt", arn(key))]
    deleted = [("DeleteAlias", ALIAS), ("DeleteAlias", arn(key))]
    assert needed("DeleteAlias", {}, caller) == deleted
    assert needed("UpdateAlias", {"TargetKeyId": other}, caller) == [
        ("UpdateAlias", ALIAS),
        ("UpdateAlias", arn(key)),
        ("UpdateAlias", arn(other)),
    ]


def test_a_text_that_names_no_key_is_refused_before_anybody_decides() -> None:
    with pytest.raises(Reject, match="Invalid keyId"):
        needed("DescribeKey", {"KeyId": "no id"})
