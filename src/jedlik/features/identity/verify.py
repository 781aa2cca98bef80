"""Verifies that the records of identities agree with each other.

What can be derived from the entities is derived again: names, links, the usage of policies, the
versions of documents, access keys and passwords. A scan returns values without their keys, so each
expected entry is read by its key, and then the number of entries shows that there are no others.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.engine.read import count_of, pages
from jedlik.engine.verification import Verification, Verifier
from jedlik.features.identity import records
from jedlik.features.identity.arns import AWS_POLICY
from jedlik.features.identity.records import Kind, Use
from jedlik.features.identity.unique_ids import (
    GROUP,
    INSTANCE_PROFILE,
    OPENID_PROVIDER,
    POLICY,
    ROLE,
    USER,
)

_KINDS: Final[Mapping[str, Kind]] = {
    USER: "user",
    GROUP: "group",
    ROLE: "role",
    POLICY: "policy",
    INSTANCE_PROFILE: "instance-profile",
    OPENID_PROVIDER: "oidc-provider",
}


async def verify_storage(verification: Verification) -> None:
    """Compares all records of identities."""
    await _Identities(verification).verify()


class _Identities:
    """The records that must exist, by key, as the entities say."""

    def __init__(self, verification: Verification) -> None:
        self._storage = verification.storage
        self._report = verification.report
        self._expected: dict[str, dict[Key, object]] = {
            name: {} for name in ("names", "links", "usages", "versions", "passwords", "keys")
        }
        self._members: Counter[tuple[str, str]] = Counter()
        self._uses: Counter[tuple[str, str, Use]] = Counter()

    async def verify(self) -> None:
        """Reads the entities, and then everything that they imply."""
        entities = [each async for each in self._values(records.every_span("entities"))]
        known = {each["Id"] for each in entities}
        for entity in entities:
            self._add(entity, known)
        self._add_usages()
        for group in entities:
            if group["Id"].startswith(GROUP):
                count = self._members[(group["AccountId"], group["Id"])]
                where = f"group {group['Name']} in account {group['AccountId']}"
                self._report.compare(where, "members", stored=group["MemberCount"], expected=count)
        await self._verify_providers(entities)
        for name, expected in self._expected.items():
            await self._compare(name, expected)
        self._report.counts["identities"] += len(entities)

    async def _verify_providers(self, entities: Sequence[Mapping[str, Any]]) -> None:
        """Compares the number of providers in the record of each account."""
        found = Counter(
            each["AccountId"] for each in entities if each["Id"].startswith(OPENID_PROVIDER)
        )
        async for account in self._values(records.accounts_span()):
            stored, expected = account.get("OpenIdProviders", 0), found.pop(account["Id"], 0)
            where = f"account {account['Id']}"
            self._report.compare(where, "providers", stored=stored, expected=expected)
        for account_id, expected in found.items():
            where = f"account {account_id}"
            self._report.compare(where, "providers", stored=0, expected=expected)

    def _add(self, entity: Mapping[str, Any], known: set[str]) -> None:
        account_id, entity_id = entity["AccountId"], entity["Id"]
        kind = _KINDS[entity_id[:4]]
        name = records.name_entry(account_id, kind, entity["Name"])
        self._expect("names", name.key, {"Id": entity_id})
        if kind == "policy":
            for version in entity["Versions"]:
                if version["Number"] != entity["Default"]:
                    number = version["Number"]
                    key = records.version_entry(account_id, entity_id, number).key
                    self._expect("versions", key, None)
        referred = [*entity.get("Groups", ()), *entity.get("Roles", ())]
        referred += entity.get("InstanceProfiles", ())
        for policy in entity.get("Attached", ()):
            referred.append(policy)
            self._use(entity, policy, "attached")
        if "Boundary" in entity:
            referred.append(entity["Boundary"])
            self._use(entity, entity["Boundary"], "boundary")
        for group_id in entity.get("Groups", ()):
            self._members[(account_id, group_id)] += 1
            self._link(entity, group_id, "member")
        for key_id in entity.get("AccessKeys", ()):
            self._expect("keys", records.access_key_entry(key_id).key, None)
        if entity.get("HasPassword"):
            key = records.login_profile_entry(account_id, entity_id).key
            self._expect("passwords", key, None)
        for each in referred:
            if each not in known and not each.startswith(AWS_POLICY):
                where = f"{kind} {entity['Name']} in account {account_id}"
                self._report.wrong(where, f"refers to {each}, which does not exist")

    def _use(self, entity: Mapping[str, Any], policy: str, use: Use) -> None:
        self._uses[(entity["AccountId"], policy, use)] += 1
        self._link(entity, policy, use)

    def _link(self, entity: Mapping[str, Any], target: str, use: Use) -> None:
        key = records.link_entry(entity["AccountId"], target, use, entity["Id"]).key
        self._expect("links", key, {"Id": entity["Id"], "Use": use})

    def _add_usages(self) -> None:
        for account_id, policy, _ in self._uses:
            usage = {
                "Attached": self._uses[(account_id, policy, "attached")],
                "Boundaries": self._uses[(account_id, policy, "boundary")],
            }
            self._expect("usages", records.usage_entry(account_id, policy).key, usage)

    def _expect(self, name: str, key: Key, value: object) -> None:
        """value: None if any value is right."""
        self._expected[name][key] = value

    async def _compare(self, name: str, expected: Mapping[Key, object]) -> None:
        found = await self._storage.read(list(expected), consistent=True)
        for (key, value), stored in zip(expected.items(), found, strict=True):
            decoded = None if stored is None else orjson.loads(stored)
            if decoded is None or (value is not None and value != decoded):
                where = f"{key.partition.decode()} {key.sort.decode()}"
                self._report.wrong(where, f"stored is {decoded}, expected {value}")
        is_keys = name == "keys"
        count = await count_of(
            self._storage, records.keys_span() if is_keys else records.every_span(name)
        )
        if is_keys:  # those of roots belong to no user
            count -= await self._count_of_root_keys()
        self._report.compare(f"identities: {name}", "entries", stored=count, expected=len(expected))

    async def _count_of_root_keys(self) -> int:
        count = 0
        async for key in self._values(records.keys_span()):
            count += not key["UserId"]
        return count

    async def _values(self, span: Span) -> AsyncIterator[Mapping[str, Any]]:
        async for values in pages(self._storage, span):
            for value in values:
                yield orjson.loads(value)


VERIFIER: Final = Verifier(storage=verify_storage)
