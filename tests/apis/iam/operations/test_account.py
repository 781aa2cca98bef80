"""The account as a whole. Cases of LocalStack's test_iam_account_aliases.py,
test_iam_account_summary.py and test_iam_credential_report.py (February 2026).
"""

import csv
from typing import Any

from tests.apis.iam.samples import ACCOUNT, DOCUMENT, group, name, policy, refusal, role, user


def test_account_alias_lifecycle(iam: Any) -> None:
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="music")
    assert iam.list_account_aliases()["AccountAliases"] == ["music"]
    iam.create_account_alias(AccountAlias="films")  # an account has one alias
    assert iam.list_account_aliases()["AccountAliases"] == ["films"]
    assert refusal(iam.delete_account_alias, AccountAlias="music")[0] == "NoSuchEntity"
    iam.delete_account_alias(AccountAlias="films")
    assert iam.list_account_aliases()["AccountAliases"] == []


def test_account_summary(iam: Any) -> None:
    before = iam.get_account_summary()["SummaryMap"]
    quotas = {
        "AccessKeysPerUserQuota": 2,
        "AssumeRolePolicySizeQuota": 2048,
        "AttachedPoliciesPerGroupQuota": 10,
        "AttachedPoliciesPerRoleQuota": 10,
        "AttachedPoliciesPerUserQuota": 10,
        "GlobalEndpointTokenVersion": 1,
        "GroupPolicySizeQuota": 5120,
        "GroupsPerUserQuota": 10,
        "GroupsQuota": 300,
        "InstanceProfilesQuota": 1000,
        "PoliciesQuota": 1500,
        "PolicySizeQuota": 6144,
        "PolicyVersionsInUseQuota": 10000,
        "RolePolicySizeQuota": 10240,
        "RolesQuota": 1000,
        "ServerCertificatesQuota": 20,
        "SigningCertificatesPerUserQuota": 2,
        "UserPolicySizeQuota": 2048,
        "UsersQuota": 5000,
        "VersionsPerPolicyQuota": 5,
    }
    assert {key: before[key] for key in quotas} == quotas
    assert len(before) == 34  # as recorded
    user(iam)
    group(iam)
    role(iam)
    made = policy(iam)
    iam.create_policy_version(PolicyArn=made, PolicyDocument=DOCUMENT)
    iam.create_instance_profile(InstanceProfileName=name("profile"))
    after = iam.get_account_summary()["SummaryMap"]
    deltas = {key: after[key] - before[key] for key in after if after[key] != before[key]}
    assert deltas == {
        "Users": 1,
        "Groups": 1,
        "Roles": 1,
        "Policies": 1,
        "PolicyVersionsInUse": 2,
        "InstanceProfiles": 1,
    }


def test_credential_report(iam: Any) -> None:
    made = user(iam)
    iam.create_access_key(UserName=made)
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    report = iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    lines = {each["user"]: each for each in csv.DictReader(report["Content"].decode().splitlines())}
    assert lines["<root_account>"]["arn"] == f"arn:aws:iam::{ACCOUNT}:root"
    line = lines[made]
    assert line["password_enabled"] == "false"
    assert (line["access_key_1_active"], line["access_key_2_active"]) == ("true", "false")
    assert line["access_key_1_last_used_date"] == "N/A"
