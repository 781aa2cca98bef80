"""The operations of companion APIs whose models are generated, and the corrections of the models.

One module is generated for each entry of `modules`. It has the requests and answers of its
operations. Types that several modules use are generated into a module of their own, `members`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from tests.models import ec2


class Source(NamedTuple):
    """What is generated for one API.

    service: the name of the API in botocore. echoes_values: whether its errors repeat wrong values.
    modules: the operations, by the name of the module. errors: the function that completes its
    errors. members: the only members that are generated of some structures. texts: enumerations
    that are text. request: the class of its requests, which depends on its protocol.
    """

    service: str
    echoes_values: bool
    modules: Mapping[str, Sequence[str]]
    errors: str = "query_errors"
    members: Mapping[str, Sequence[str]] = MappingProxyType({})
    texts: Sequence[str] = ()
    request: str = "QueryRequest"


def _all(kinds: str, *names: str) -> tuple[str, ...]:
    """`User Group`, `Attach*Policy` to AttachUserPolicy, AttachGroupPolicy."""
    return tuple(name.replace("*", kind) for name in names for kind in kinds.split())


# Source: what the AWS CLI, boto3, the resources of Terraform and the console of IAM call.
_IAM: Final[Mapping[str, Sequence[str]]] = {
    "users": (
        *("CreateUser", "GetUser", "UpdateUser", "DeleteUser", "ListUsers"),
        *("TagUser", "UntagUser", "ListUserTags"),
        *("PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary"),
    ),
    "groups": (
        *("CreateGroup", "GetGroup", "UpdateGroup", "DeleteGroup", "ListGroups"),
        *("AddUserToGroup", "RemoveUserFromGroup", "ListGroupsForUser"),
    ),
    "roles": (
        *("CreateRole", "GetRole", "UpdateRole", "UpdateRoleDescription", "DeleteRole"),
        *("ListRoles", "UpdateAssumeRolePolicy", "TagRole", "UntagRole", "ListRoleTags"),
        *("PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"),
        *("CreateServiceLinkedRole", "DeleteServiceLinkedRole"),
        "GetServiceLinkedRoleDeletionStatus",
    ),
    "policies": (
        *("CreatePolicy", "GetPolicy", "DeletePolicy", "ListPolicies"),
        *("CreatePolicyVersion", "GetPolicyVersion", "ListPolicyVersions"),
        *("SetDefaultPolicyVersion", "DeletePolicyVersion", "ListEntitiesForPolicy"),
        *("TagPolicy", "UntagPolicy", "ListPolicyTags"),
    ),
    "attachments": _all(
        "User Group Role", "Attach*Policy", "Detach*Policy", "ListAttached*Policies"
    ),
    "inline_policies": _all(
        "User Group Role", "Put*Policy", "Get*Policy", "Delete*Policy", "List*Policies"
    ),
    "access_keys": (
        *("CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey", "ListAccessKeys"),
        "GetAccessKeyLastUsed",
    ),
    "passwords": (
        *("CreateLoginProfile", "GetLoginProfile", "UpdateLoginProfile"),
        *("DeleteLoginProfile", "ChangePassword", "GetAccountPasswordPolicy"),
        *("UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"),
    ),
    "instance_profiles": (
        *("CreateInstanceProfile", "GetInstanceProfile", "DeleteInstanceProfile"),
        *("ListInstanceProfiles", "ListInstanceProfilesForRole"),
        *("AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"),
        *("TagInstanceProfile", "UntagInstanceProfile", "ListInstanceProfileTags"),
    ),
    "account": (
        *("CreateAccountAlias", "DeleteAccountAlias", "ListAccountAliases"),
        *("GetAccountSummary", "GetAccountAuthorizationDetails"),
        *("GenerateCredentialReport", "GetCredentialReport"),
    ),
    "simulation": (
        *("SimulatePrincipalPolicy", "SimulateCustomPolicy"),
        *("GetContextKeysForPrincipalPolicy", "GetContextKeysForCustomPolicy"),
    ),
    "other_credentials": (
        *("ListMFADevices", "ListVirtualMFADevices", "ListSigningCertificates"),
        *("ListSSHPublicKeys", "ListServiceSpecificCredentials"),
        *("GenerateServiceLastAccessedDetails", "GetServiceLastAccessedDetails"),
    ),
    "identity_providers": (
        *("CreateOpenIDConnectProvider", "GetOpenIDConnectProvider"),
        *("DeleteOpenIDConnectProvider", "ListOpenIDConnectProviders"),
        *("AddClientIDToOpenIDConnectProvider", "RemoveClientIDFromOpenIDConnectProvider"),
        "UpdateOpenIDConnectProviderThumbprint",
        *("TagOpenIDConnectProvider", "UntagOpenIDConnectProvider"),
        *("ListOpenIDConnectProviderTags", "ListSAMLProviders"),
    ),
}
_STS: Final[Mapping[str, Sequence[str]]] = {
    "identity": ("GetCallerIdentity", "GetAccessKeyInfo", "DecodeAuthorizationMessage"),
    "sessions": (
        *("AssumeRole", "AssumeRoleWithWebIdentity", "GetSessionToken", "GetFederationToken"),
    ),
}
# Source: what the AWS CLI, boto3 and the resources of Terraform call for symmetric keys.
_KMS: Final[Mapping[str, Sequence[str]]] = {
    "keys": (
        *("CreateKey", "DescribeKey", "ListKeys", "UpdateKeyDescription"),
        *("EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"),
    ),
    "aliases": ("CreateAlias", "UpdateAlias", "DeleteAlias", "ListAliases"),
    "cryptography": (
        *("Encrypt", "Decrypt", "ReEncrypt"),
        *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
    ),
    "policies": ("GetKeyPolicy", "PutKeyPolicy", "ListKeyPolicies"),
    "rotation": ("EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus"),
    "tags": ("TagResource", "UntagResource", "ListResourceTags"),
}

# Source: facts of the service for DynamoDB, and what Terraform's resources of AWS Backup call.
_BACKUP: Final[Mapping[str, Sequence[str]]] = {
    "vaults": ("CreateBackupVault", "DescribeBackupVault", "DeleteBackupVault", "ListBackupVaults"),
    "plans": (
        *("CreateBackupPlan", "GetBackupPlan", "UpdateBackupPlan", "DeleteBackupPlan"),
        "ListBackupPlans",
    ),
    "selections": (
        *("CreateBackupSelection", "GetBackupSelection", "DeleteBackupSelection"),
        "ListBackupSelections",
    ),
    "backup_jobs": ("StartBackupJob", "DescribeBackupJob", "StopBackupJob", "ListBackupJobs"),
    "recovery_points": (
        *("ListRecoveryPointsByBackupVault", "ListRecoveryPointsByResource"),
        *("DescribeRecoveryPoint", "DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle"),
        "GetRecoveryPointRestoreMetadata",
    ),
    "restore_jobs": ("StartRestoreJob", "DescribeRestoreJob", "ListRestoreJobs"),
    "resources": (
        *("ListProtectedResources", "DescribeProtectedResource"),
        *("DescribeRegionSettings", "UpdateRegionSettings", "GetSupportedResourceTypes"),
        *("TagResource", "ListTags", "UntagResource"),
    ),
}

SOURCES: Final[Mapping[str, Source]] = {
    "iam": Source("iam", echoes_values=False, modules=_IAM),
    "sts": Source("sts", echoes_values=True, modules=_STS),
    "ec2": Source("ec2", True, ec2.OPERATIONS, "ec2_errors", ec2.MEMBERS, ec2.TEXTS),
    "kms": Source("kms", True, _KMS, request="JsonRequest", errors="json_errors"),
    "backup": Source("backup", True, _BACKUP, request="JsonRequest", errors="rest_errors"),
}

# --- Corrections of the models -----------------------------------------------------------------

# Errors that have the code of another error of the API. The second name is that of their row.
RENAMED_ERRORS: Final[Mapping[tuple[str, str], str]] = {
    # The web identity has expired: 400. The code also means an expired session: 403.
    ("sts", "ExpiredTokenException"): "ExpiredWebIdentityToken",
    # What a defect of the server is called.
    ("kms", "KMSInternalException"): "InternalServerError",
}
# Errors that no operation in the model lists, with their status.
MORE_ERRORS: Final[Mapping[str, Mapping[str, int]]] = {
    # Recorded for tags of AssumeRole (LocalStack, tests/aws/services/sts, April 2025).
    "sts": {"InvalidParameterValue": 400},
    "ec2": ec2.ERRORS,
}
# Errors of the service itself: 500. The model of KMS has no statuses. Source: API Reference of KMS.
FAULTS: Final = (
    *("DependencyTimeoutException", "KMSInternalException", "KeyUnavailableException"),
    *("DependencyFailureException", "ServiceUnavailableException"),  # AWS Backup
)
