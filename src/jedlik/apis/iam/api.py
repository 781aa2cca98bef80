"""The API of AWS Identity and Access Management as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation
from jedlik.apis.iam.model.errors import ERRORS
from jedlik.wire.query_xml import QUERY

# A test compares the names with `built`.
_NAMES: Final[Sequence[str]] = (
    *("AddClientIDToOpenIDConnectProvider", "AddRoleToInstanceProfile", "AddUserToGroup"),
    *("AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "ChangePassword"),
    *("CreateAccessKey", "CreateAccountAlias", "CreateGroup", "CreateInstanceProfile"),
    *("CreateLoginProfile", "CreateOpenIDConnectProvider", "CreatePolicy", "CreatePolicyVersion"),
    *("CreateRole", "CreateServiceLinkedRole", "CreateUser", "DeleteAccessKey"),
    *("DeleteAccountAlias", "DeleteAccountPasswordPolicy", "DeleteGroup", "DeleteGroupPolicy"),
    *("DeleteInstanceProfile", "DeleteLoginProfile", "DeleteOpenIDConnectProvider", "DeletePolicy"),
    *("DeletePolicyVersion", "DeleteRole", "DeleteRolePermissionsBoundary", "DeleteRolePolicy"),
    *("DeleteServiceLinkedRole", "DeleteUser", "DeleteUserPermissionsBoundary", "DeleteUserPolicy"),
    *("DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy", "GenerateCredentialReport"),
    *("GetAccessKeyLastUsed", "GetAccountAuthorizationDetails", "GetAccountPasswordPolicy"),
    *("GetAccountSummary", "GetContextKeysForCustomPolicy", "GetContextKeysForPrincipalPolicy"),
    *("GetCredentialReport", "GetGroup", "GetGroupPolicy", "GetInstanceProfile", "GetLoginProfile"),
    *("GetOpenIDConnectProvider", "GetPolicy", "GetPolicyVersion", "GetRole", "GetRolePolicy"),
    *("GetServiceLinkedRoleDeletionStatus", "GetUser", "GetUserPolicy", "ListAccessKeys"),
    *("ListAccountAliases", "ListAttachedGroupPolicies", "ListAttachedRolePolicies"),
    *("ListAttachedUserPolicies", "ListEntitiesForPolicy", "ListGroupPolicies", "ListGroups"),
    *("ListGroupsForUser", "ListInstanceProfileTags", "ListInstanceProfiles"),
    *("ListInstanceProfilesForRole", "ListMFADevices", "ListOpenIDConnectProviderTags"),
    *("ListOpenIDConnectProviders", "ListPolicies", "ListPolicyTags", "ListPolicyVersions"),
    *("ListRolePolicies", "ListRoleTags", "ListRoles", "ListSAMLProviders", "ListSSHPublicKeys"),
    *("ListServiceSpecificCredentials", "ListSigningCertificates", "ListUserPolicies"),
    *("ListUserTags", "ListUsers", "ListVirtualMFADevices", "PutGroupPolicy"),
    *("PutRolePermissionsBoundary", "PutRolePolicy", "PutUserPermissionsBoundary", "PutUserPolicy"),
    *("RemoveClientIDFromOpenIDConnectProvider", "RemoveRoleFromInstanceProfile"),
    *("RemoveUserFromGroup", "SetDefaultPolicyVersion", "SimulateCustomPolicy"),
    *("SimulatePrincipalPolicy", "TagInstanceProfile", "TagOpenIDConnectProvider", "TagPolicy"),
    *("TagRole", "TagUser", "UntagInstanceProfile", "UntagOpenIDConnectProvider", "UntagPolicy"),
    *("UntagRole", "UntagUser", "UpdateAccessKey", "UpdateAccountPasswordPolicy"),
    *("UpdateAssumeRolePolicy", "UpdateGroup", "UpdateLoginProfile"),
    *("UpdateOpenIDConnectProviderThumbprint", "UpdateRole", "UpdateRoleDescription", "UpdateUser"),
)


def _load() -> Sequence[Operation]:
    from jedlik.apis.iam.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


IAM: Final = Api(
    "IAM",
    protocols=(QUERY,),
    target_prefix="https://iam.amazonaws.com/doc/2010-05-08/",
    signing_name="iam",
    iam_prefix="iam",
    errors=ERRORS,
    operations=(Deferred(_NAMES, _load),),
)
