"""The verification of identities: every damage is found."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.features.identity.accounts import create_account
from jedlik.storage.interface import Batch, Delete, Mutation, Put
from tests.engine.in_memory import Caller, result_of, values
from tests.features.identity.calls import arn, populated
from tests.features.identity.quick_hashes import quicken_hashes
from tests.features.secondary_indexes.samples import verified

Stored = dict[Key, bytes]


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken_hashes(monkeypatch)


def entries(stored: Stored, partition: str) -> list[Key]:
    """Returns the keys of the entries of one sort, in order."""
    prefix = partition.encode()
    found = [
        key
        for key in stored
        if key.space is Space.IDENTITY and key.partition.split(b"/")[0] == prefix
    ]
    return sorted(found)


def removed(partition: str) -> Callable[[Stored], Sequence[Mutation]]:
    """Returns a damage: an entry is missing."""
    return lambda stored: [Delete(entries(stored, partition)[0])]


def added(partition: str) -> Callable[[Stored], Sequence[Mutation]]:
    """Returns a damage: an entry is stored that nothing refers to."""

    def damage(stored: Stored) -> Sequence[Mutation]:
        key = entries(stored, partition)[0]
        return [Put(key._replace(sort=key.sort + b"x"), stored[key])]

    return damage


def changed(name: str, member: str, value: Any) -> Callable[[Stored], Sequence[Mutation]]:
    """Returns a damage: a record has another member. name: of the entity."""

    def damage(stored: Stored) -> Sequence[Mutation]:
        for key in entries(stored, "entities"):
            record = orjson.loads(stored[key])
            if record["Name"] == name:
                return [Put(key, orjson.dumps({**record, member: value}))]
        raise AssertionError(name)

    return damage


def test_nothing_is_wrong() -> None:
    caller = populated()
    result_of(create_account(caller.node, "210987654321"))
    report = verified(caller)
    assert report.sentences == []
    assert report.counts["identities"] == 6


def test_nothing_is_left_after_deletions() -> None:
    caller = populated()
    key = caller.call("ListAccessKeys", UserName="anna")["AccessKeyMetadata"][0]["AccessKeyId"]
    for name, members in (
        ("RemoveUserFromGroup", {"GroupName": "readers", "UserName": "anna"}),
        ("DetachUserPolicy", {"UserName": "anna", "PolicyArn": arn("policy", "get")}),
        ("DeleteAccessKey", {"UserName": "anna", "AccessKeyId": key}),
        ("DeleteLoginProfile", {"UserName": "anna"}),
        ("DeleteUser", {"UserName": "anna"}),
        ("DeleteUserPolicy", {"UserName": "bob", "PolicyName": "p"}),
        ("DeleteUser", {"UserName": "bob"}),
        (
            "DetachGroupPolicy",
            {
                "GroupName": "readers",
                "PolicyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess",
            },
        ),
        ("DeleteGroup", {"GroupName": "readers"}),
        ("RemoveRoleFromInstanceProfile", {"InstanceProfileName": "machine", "RoleName": "app"}),
        ("DeleteInstanceProfile", {"InstanceProfileName": "machine"}),
        ("DeleteRole", {"RoleName": "app"}),
        ("DeletePolicyVersion", {"PolicyArn": arn("policy", "get"), "VersionId": "v2"}),
        ("DeletePolicy", {"PolicyArn": arn("policy", "get")}),
        ("DeleteAccountAlias", {"AccountAlias": "music"}),
    ):
        caller.call(name, **members)
    left = [key for key in values(caller) if key.space is Space.IDENTITY]
    assert [key.partition for key in left] == [b"accounts"]
    assert verified(caller).sentences == []


@pytest.mark.parametrize(
    "damage",
    [
        *(removed("names"), removed("links"), removed("usages"), removed("versions")),
        *(removed("passwords"), removed("keys"), removed("entities")),
        *(added("names"), added("links"), added("usages"), added("versions")),
        *(added("passwords"), added("keys")),
        changed("readers", "MemberCount", 7),
        changed("anna", "Groups", []),
        changed("anna", "Attached", []),
        changed("anna", "Attached", ["ANPAGONE"]),
        changed("anna", "AccessKeys", []),
        changed("anna", "HasPassword", False),
        changed("bob", "Name", "bobby"),
        changed("app", "InstanceProfiles", ["AIPAGONE"]),
        changed("get", "Versions", [{"Number": 1, "CreatedS": 1}]),
    ],
)
def test_damage_is_found(damage: Callable[[Stored], Sequence[Mutation]]) -> None:
    caller: Caller = populated()
    mutations = damage(values(caller))
    result_of(caller.storage.transact([], lambda _: Batch(mutations, None)))
    assert verified(caller).sentences
