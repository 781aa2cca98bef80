"""Counts what an account has, as GetAccountSummary shows it."""

from collections.abc import Mapping
from typing import Final

from jedlik.engine.context import Node
from jedlik.engine.read import count_of
from jedlik.features.identity import limits
from jedlik.features.identity.listing import Wanted, list_entities
from jedlik.features.identity.records import (
    account_entry,
    names_span,
    policy_entry,
)
from jedlik.features.identity.transaction import Transaction

_PAGE: Final = 500


async def account_summary(node: Node, account_id: str) -> Mapping[str, int]:
    """Returns counts and quotas by the names of the API."""
    account = await Transaction(node).get(account_entry(account_id))
    has_root_key = account is not None and "RootAccessKey" in account
    return {
        "Users": await count_of(node.storage, names_span(account_id, "user")),
        "UsersQuota": limits.USERS,
        "Groups": await count_of(node.storage, names_span(account_id, "group")),
        "GroupsQuota": limits.GROUPS,
        "Roles": await count_of(node.storage, names_span(account_id, "role")),
        "RolesQuota": limits.ROLES,
        "Policies": await count_of(node.storage, names_span(account_id, "policy")),
        "PoliciesQuota": limits.POLICIES,
        "PolicyVersionsInUse": await _versions(node, account_id),
        "PolicyVersionsInUseQuota": limits.POLICY_VERSIONS,
        "InstanceProfiles": await count_of(
            node.storage, names_span(account_id, "instance-profile")
        ),
        "InstanceProfilesQuota": limits.INSTANCE_PROFILES,
        "AccountAccessKeysPresent": int(has_root_key),
        "AccountMFAEnabled": 0,
        "AccountPasswordPresent": 0,
        "AccountSigningCertificatesPresent": 0,
        "MFADevices": 0,
        "MFADevicesInUse": 0,
        "Providers": 0 if account is None else account.get("OpenIdProviders", 0),
        "ServerCertificates": 0,
        "ServerCertificatesQuota": limits.SERVER_CERTIFICATES,
        "SigningCertificatesPerUserQuota": limits.SIGNING_CERTIFICATES_PER_USER,
        "AccessKeysPerUserQuota": limits.ACCESS_KEYS_PER_USER,
        "GroupsPerUserQuota": limits.GROUPS_PER_USER,
        "UserPolicySizeQuota": limits.USER_POLICY_CHARACTERS,
        "GroupPolicySizeQuota": limits.GROUP_POLICY_CHARACTERS,
        "RolePolicySizeQuota": limits.ROLE_POLICY_CHARACTERS,
        "AssumeRolePolicySizeQuota": limits.TRUST_POLICY_CHARACTERS,
        "PolicySizeQuota": limits.MANAGED_POLICY_CHARACTERS,
        "VersionsPerPolicyQuota": limits.VERSIONS,
        "AttachedPoliciesPerUserQuota": limits.ATTACHED_POLICIES,
        "AttachedPoliciesPerGroupQuota": limits.ATTACHED_POLICIES,
        "AttachedPoliciesPerRoleQuota": limits.ATTACHED_POLICIES,
        "GlobalEndpointTokenVersion": 1,
    }


async def _versions(node: Node, account_id: str) -> int:
    """Returns the number of versions of all policies of an account."""
    count, after = 0, ""
    while True:
        page = Wanted(after, _PAGE)
        listed = await list_entities(node, (account_id, "policy"), policy_entry, page, "/")
        count += sum(len(each["Versions"]) for each in listed.items)
        if listed.marker is None:
            return count
        after = listed.items[-1]["Name"].lower()
