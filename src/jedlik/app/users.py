"""The command `jedlik user`: users of a server, for people without the AWS CLI."""

from pathlib import Path
from shlex import quote
from typing import Final

from jedlik.app.client import CallError, Endpoint, call_iam, texts
from jedlik.app.settings import SettingsError

_AWS_POLICY: Final = "arn:aws:iam::aws:policy/"
_NO_SUCH_ENTITY: Final = "NoSuchEntity"


def create_user(endpoint: Endpoint, name: str, policies: list[str]) -> int:
    """Makes a user with policies and prints an access key, as variables that a shell reads.

    policies: each is the ARN of a managed policy, the name of one of AWS, or a file.
    A user who exists already gets the policies and one more key.
    """
    documents = {each: _document(each) for each in policies}
    try:
        call_iam(endpoint, "CreateUser", UserName=name)
    except CallError as error:
        if error.code != "EntityAlreadyExists":
            raise
    for policy, document in documents.items():
        if document is None:
            arn = policy if policy.startswith("arn:") else _AWS_POLICY + policy
            call_iam(endpoint, "AttachUserPolicy", UserName=name, PolicyArn=arn)
        else:
            inline = Path(policy).stem
            call_iam(
                endpoint,
                "PutUserPolicy",
                UserName=name,
                PolicyName=inline,
                PolicyDocument=document,
            )
    answer = call_iam(endpoint, "CreateAccessKey", UserName=name)
    pair = {
        "AWS_ACCESS_KEY_ID": texts(answer, "AccessKeyId")[0],
        "AWS_SECRET_ACCESS_KEY": texts(answer, "SecretAccessKey")[0],
    }
    for variable, value in pair.items():
        print(f"export {variable}={quote(value)}")
    return 0


def list_users(endpoint: Endpoint) -> int:
    """Prints the name and the ARN of each user."""
    marker: dict[str, str] = {}
    while True:
        answer = call_iam(endpoint, "ListUsers", **marker)
        for name, arn in zip(texts(answer, "UserName"), texts(answer, "Arn"), strict=True):
            print(f"{name}  {arn}")
        following = texts(answer, "Marker")
        if not following:
            return 0
        marker = {"Marker": following[0]}


def delete_user(endpoint: Endpoint, name: str) -> int:
    """Deletes a user with access keys, policies, password and memberships."""
    for list_action, element, delete_action, member in _PARTS_OF_USER:
        answer = call_iam(endpoint, list_action, UserName=name)
        for each in texts(answer, element):
            call_iam(endpoint, delete_action, UserName=name, **{member: each})
    try:
        call_iam(endpoint, "DeleteLoginProfile", UserName=name)
    except CallError as error:
        if error.code != _NO_SUCH_ENTITY:
            raise
    call_iam(endpoint, "DeleteUser", UserName=name)
    print(f"deleted user {name}")
    return 0


# What must be deleted before a user: how to list it, the element that names it, how to delete it.
_PARTS_OF_USER: Final = (
    ("ListAccessKeys", "AccessKeyId", "DeleteAccessKey", "AccessKeyId"),
    ("ListAttachedUserPolicies", "PolicyArn", "DetachUserPolicy", "PolicyArn"),
    ("ListUserPolicies", "member", "DeleteUserPolicy", "PolicyName"),
    ("ListGroupsForUser", "GroupName", "RemoveUserFromGroup", "GroupName"),
)


def _document(policy: str) -> str | None:
    """Returns the document of a policy that is a file, None for other policies."""
    path = Path(policy)
    if policy.startswith("arn:") or not (path.suffix or path.is_file()):
        return None
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read the policy {policy}: {error}") from error
