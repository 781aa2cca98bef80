"""Users, roles and sessions against a server that enforces policies, with boto3 over HTTP.

Texts: IAM User Guide, "Troubleshoot access denied error messages", and recorded answers that
the tests of the policy language name.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.api.clients import REGION, client
from tests.apis.iam.samples import ACCOUNT, READ_ONLY, arn, name, refusal
from tests.apis.sts.callers import allow, document, trust
from tests.app.server import serving

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
TABLE = {
    "TableName": "music",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
KEY = {"TableName": "music", "Key": {"pk": {"S": "a"}}}
ITEM = {"TableName": "music", "Item": {"pk": {"S": "a"}}}
MUSIC = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/music"


class Server:
    """A server, and clients of it for any credentials."""

    def __init__(self, url: str, clients: ExitStack) -> None:
        self.url = url
        self._clients = clients
        self.root = {"aws_access_key_id": PAIR[0], "aws_secret_access_key": PAIR[1]}
        self.iam = self.client("iam", self.root)

    def client(self, service: str, credentials: dict[str, str]) -> Any:
        """Returns a client."""
        made = boto3.client(service, endpoint_url=self.url, region_name=REGION, **credentials)
        self._clients.callback(made.close)
        return made

    def user(self, *statements: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Creates a user with a policy. Returns the name and the credentials."""
        made = name("user")
        self.iam.create_user(UserName=made)
        if statements:
            policy = {"PolicyName": "p", "PolicyDocument": document(*statements)}
            self.iam.put_user_policy(UserName=made, **policy)
        key = self.iam.create_access_key(UserName=made)["AccessKey"]
        return made, {
            "aws_access_key_id": key["AccessKeyId"],
            "aws_secret_access_key": key["SecretAccessKey"],
        }

    def assume(self, credentials: dict[str, str], role: str, **members: Any) -> dict[str, str]:
        """Returns the credentials of a session of a role."""
        sts = self.client("sts", credentials)
        made = sts.assume_role(RoleArn=role, RoleSessionName="session", **members)["Credentials"]
        return {
            "aws_access_key_id": made["AccessKeyId"],
            "aws_secret_access_key": made["SecretAccessKey"],
            "aws_session_token": made["SessionToken"],
        }


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--memory", "--auth", "enforce", extra=ROOT) as started, ExitStack() as clients:
        with client(started.url, keys=PAIR) as dynamodb:
            dynamodb.create_table(**TABLE)
            dynamodb.put_item(**ITEM)
        yield Server(started.url, clients)


def denied(call: Any, **members: Any) -> str:
    """Returns the text of a refusal by DynamoDB."""
    with pytest.raises(call.__self__.exceptions.ClientError) as caught:
        call(**members)
    error = caught.value.response["Error"]
    assert error["Code"] == "AccessDeniedException"
    text: str = error["Message"]
    return text


def test_a_user_may_do_what_the_policies_allow_from_the_next_request_on(server: Server) -> None:
    made, credentials = server.user()
    dynamodb = server.client("dynamodb", credentials)
    text = (
        f"User: {arn('user', made)} is not authorized to perform: dynamodb:GetItem on resource:"
        f" {MUSIC} because no identity-based policy allows the dynamodb:GetItem action"
    )
    assert denied(dynamodb.get_item, **KEY) == text
    server.iam.attach_user_policy(UserName=made, PolicyArn=READ_ONLY)
    assert "Item" in dynamodb.get_item(**KEY)
    assert "dynamodb:PutItem" in denied(dynamodb.put_item, **ITEM)
    server.iam.detach_user_policy(UserName=made, PolicyArn=READ_ONLY)
    assert denied(dynamodb.get_item, **KEY) == text


def test_a_user_without_a_permission_manages_nobody(server: Server) -> None:
    made, credentials = server.user(allow("iam:GetUser", arn("user", "${aws:username}")))
    iam = server.client("iam", credentials)
    assert iam.get_user()["User"]["UserName"] == made
    code, text = refusal(iam.create_user, UserName="eve")
    assert code == "AccessDenied"
    assert text == (
        f"User: {arn('user', made)} is not authorized to perform: iam:CreateUser on resource:"
        f" {arn('user', 'eve')} because no identity-based policy allows the iam:CreateUser action"
    )
    assert refusal(iam.get_user, UserName="somebody-else")[0] == "AccessDenied"


def test_a_session_of_a_role(server: Server) -> None:
    _, credentials = server.user(allow("sts:AssumeRole"))
    made = name("role")
    server.iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust(ACCOUNT))
    server.iam.attach_role_policy(RoleName=made, PolicyArn=READ_ONLY)
    session = server.assume(credentials, arn("role", made))
    identity = server.client("sts", session).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{made}/session"
    dynamodb = server.client("dynamodb", session)
    assert "Item" in dynamodb.get_item(**KEY)
    assert denied(dynamodb.put_item, **ITEM) == (
        f"User: {identity['Arn']} is not authorized to perform: dynamodb:PutItem on resource:"
        f" {MUSIC} because no identity-based policy allows the dynamodb:PutItem action"
    )
    limited = server.assume(credentials, arn("role", made), Policy=document(allow("s3:*")))
    text = denied(server.client("dynamodb", limited).get_item, **KEY)
    assert text.endswith("because no session policy allows the dynamodb:GetItem action")


def test_sessions_are_revoked_by_the_time_of_their_token(server: Server) -> None:
    # Source: IAM User Guide, "Revoke IAM role temporary security credentials".
    _, credentials = server.user(allow("sts:AssumeRole"))
    made = name("role")
    server.iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust(ACCOUNT))
    server.iam.attach_role_policy(RoleName=made, PolicyArn=READ_ONLY)
    session = server.assume(credentials, arn("role", made))
    dynamodb = server.client("dynamodb", session)
    assert "Item" in dynamodb.get_item(**KEY)
    now = datetime.fromtimestamp(datetime.now(UTC).timestamp() + 1, UTC)
    condition = {"DateLessThan": {"aws:TokenIssueTime": now.strftime("%Y-%m-%dT%H:%M:%SZ")}}
    deny = {**allow("*", Condition=condition), "Effect": "Deny"}
    server.iam.put_role_policy(
        RoleName=made, PolicyName="AWSRevokeOlderSessions", PolicyDocument=document(deny)
    )
    text = denied(dynamodb.get_item, **KEY)
    assert text.endswith("with an explicit deny in an identity-based policy")


def test_a_token_of_a_deleted_role(server: Server) -> None:
    _, credentials = server.user(allow("sts:AssumeRole"))
    made = name("role")
    create = {"RoleName": made, "AssumeRolePolicyDocument": trust(ACCOUNT)}
    server.iam.create_role(**create)
    session = server.assume(credentials, arn("role", made))
    server.iam.delete_role(RoleName=made)
    server.iam.create_role(**create)  # another role with the same name
    found = refusal(server.client("sts", session).get_caller_identity)
    assert found[0] == "InvalidClientTokenId"


@pytest.mark.parametrize("change", ["Inactive", "deleted"])
def test_a_key_that_does_not_work_any_more(server: Server, change: str) -> None:
    made, credentials = server.user(allow("*"))
    dynamodb = server.client("dynamodb", credentials)
    assert "Item" in dynamodb.get_item(**KEY)
    key = {"UserName": made, "AccessKeyId": credentials["aws_access_key_id"]}
    if change == "deleted":
        server.iam.delete_access_key(**key)
    else:
        server.iam.update_access_key(**key, Status=change)
    with pytest.raises(dynamodb.exceptions.ClientError) as caught:
        dynamodb.get_item(**KEY)
    assert caught.value.response["Error"] == {
        "Code": "UnrecognizedClientException",
        "Message": "The security token included in the request is invalid.",
    }


def test_the_root_and_the_roles(server: Server) -> None:
    made = name("role")
    server.iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust(ACCOUNT))
    sts = server.client("sts", server.root)
    assume = {"RoleArn": arn("role", made), "RoleSessionName": "session"}
    text = "Roles may not be assumed by root accounts."
    assert refusal(sts.assume_role, **assume) == ("AccessDenied", text)


def test_a_user_who_changes_his_own_key(server: Server) -> None:
    # LocalStack, test_access_key_deletion_without_username (February 2026).
    made, credentials = server.user(allow("iam:*AccessKey*", arn("user", "${aws:username}")))
    iam = server.client("iam", credentials)
    second = iam.create_access_key()["AccessKey"]
    assert second["UserName"] == made
    iam.delete_access_key(AccessKeyId=second["AccessKeyId"])
    (left,) = iam.list_access_keys()["AccessKeyMetadata"]
    assert left["AccessKeyId"] == credentials["aws_access_key_id"]


def test_who_attaches_policies_may_be_limited_to_some(server: Server) -> None:
    # Source: IAM User Guide, "Controlling access to policies".
    administrator = "arn:aws:iam::aws:policy/AdministratorAccess"
    condition = {"ArnEquals": {"iam:PolicyARN": administrator}}
    made, credentials = server.user(
        allow("iam:*"),
        {"Effect": "Deny", "Action": "iam:Attach*", "Resource": "*", "Condition": condition},
    )
    iam = server.client("iam", credentials)
    code, text = refusal(iam.attach_user_policy, UserName=made, PolicyArn=administrator)
    assert code == "AccessDenied"
    assert text.endswith("with an explicit deny in an identity-based policy")
    iam.attach_user_policy(UserName=made, PolicyArn=READ_ONLY)


def test_who_creates_users_may_have_to_give_them_a_boundary(server: Server) -> None:
    # Source: IAM User Guide, "Delegating responsibility to others using permissions boundaries".
    condition = {"StringEquals": {"iam:PermissionsBoundary": READ_ONLY}}
    actions: Any = ["iam:CreateUser", "iam:PutUserPolicy"]
    _, credentials = server.user(allow(actions, Condition=condition))
    iam = server.client("iam", credentials)
    free, bounded = name("user"), name("user")
    assert refusal(iam.create_user, UserName=free)[0] == "AccessDenied"
    iam.create_user(UserName=bounded, PermissionsBoundary=READ_ONLY)
    server.iam.create_user(UserName=free)
    policy = {"PolicyName": "p", "PolicyDocument": document(allow("*"))}
    assert refusal(iam.put_user_policy, UserName=free, **policy)[0] == "AccessDenied"
    iam.put_user_policy(UserName=bounded, **policy)


def test_a_trust_policy_sees_the_message_and_the_tags_of_the_role(server: Server) -> None:
    _, credentials = server.user(allow("sts:AssumeRole"))
    conditions = {
        "here": {"IpAddress": {"aws:SourceIp": "127.0.0.1"}},
        "elsewhere": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        "blue": {"StringEquals": {"aws:ResourceTag/Team": "blue"}},
        "red": {"StringEquals": {"iam:ResourceTag/Team": "red"}},
    }
    assumed = []
    for each, condition in conditions.items():
        made = name("role")
        server.iam.create_role(
            RoleName=made,
            AssumeRolePolicyDocument=trust(ACCOUNT, Condition=condition),
            Tags=[{"Key": "team", "Value": "blue"}],
        )
        with suppress(ClientError):
            server.assume(credentials, arn("role", made))
            assumed.append(each)
    assert assumed == ["here", "blue"]


def test_a_second_spelling_of_an_arn_escapes_no_deny(server: Server) -> None:
    policy, role = name("policy"), name("role")
    server.iam.create_policy(PolicyName=policy, PolicyDocument=document(allow("dynamodb:GetItem")))
    server.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(ACCOUNT))
    denied = [MUSIC, arn("policy", policy), arn("role", role)]
    _, credentials = server.user(allow("*"), {**allow("*"), "Effect": "Deny", "Resource": denied})
    document_of_all = document(allow("*"))
    with pytest.raises(ClientError, match=r"cannot be found|not found|is not valid|NoSuchEntity"):
        server.client("iam", credentials).create_policy_version(
            PolicyArn=arn("policy", f"/{policy}"), PolicyDocument=document_of_all
        )
    with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
        server.assume(credentials, arn("role", f"/{role}"))
    dynamodb = server.client("dynamodb", credentials)
    with pytest.raises(ClientError, match="ValidationException"):
        dynamodb.execute_statement(Statement=f'SELECT * FROM "{MUSIC}/"')
    with pytest.raises(ClientError, match="ValidationException"):
        dynamodb.tag_resource(ResourceArn=f"{MUSIC}/", Tags=[{"Key": "a", "Value": "b"}])


def test_a_managed_policy_of_aws_belongs_to_every_account(server: Server) -> None:
    _, credentials = server.user(allow("iam:GetPolicy*", READ_ONLY))
    iam = server.client("iam", credentials)
    version = iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["DefaultVersionId"]
    assert iam.get_policy_version(PolicyArn=READ_ONLY, VersionId=version)["PolicyVersion"]
    assert server.iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["Arn"] == READ_ONLY
    with pytest.raises(ClientError, match="no identity-based policy allows the iam:GetPolicy"):
        iam.get_policy(PolicyArn=READ_ONLY.replace("ReadOnly", "Full"))


def test_what_is_created_with_tags_must_be_allowed_to_be_tagged(server: Server) -> None:
    _, credentials = server.user(allow("iam:Create*"), allow("sts:GetFederationToken"))
    iam, sts = server.client("iam", credentials), server.client("sts", credentials)
    tags = [{"Key": "team", "Value": "red"}]
    document_of_all = document(allow("*"))
    calls: dict[str, Callable[[], Any]] = {
        "TagUser": lambda: iam.create_user(UserName=name("user"), Tags=tags),
        "TagRole": lambda: iam.create_role(
            RoleName=name("role"), AssumeRolePolicyDocument=trust(ACCOUNT), Tags=tags
        ),
        "TagPolicy": lambda: iam.create_policy(
            PolicyName=name("policy"), PolicyDocument=document_of_all, Tags=tags
        ),
        "TagInstanceProfile": lambda: iam.create_instance_profile(
            InstanceProfileName=name("profile"), Tags=tags
        ),
        "TagSession": lambda: sts.get_federation_token(Name="bob", Tags=tags),
    }
    for action, call in calls.items():
        with pytest.raises(ClientError, match=f"is not authorized to perform: [a-z]*:{action} "):
            call()
    iam.create_user(UserName=name("user"))


def test_tags_of_federated_users_are_condition_keys(server: Server) -> None:
    red = {"StringEquals": {"aws:RequestTag/team": "red"}}
    tag = allow("sts:TagSession", Condition=red)
    _, credentials = server.user(allow("sts:GetFederationToken"), tag)
    sts = server.client("sts", credentials)
    sts.get_federation_token(Name="bob", Tags=[{"Key": "team", "Value": "red"}])
    with pytest.raises(ClientError, match="not authorized to perform: sts:TagSession"):
        sts.get_federation_token(Name="bob", Tags=[{"Key": "team", "Value": "blue"}])


@pytest.mark.parametrize("operation", ["get_session_token", "get_federation_token"])
def test_sessions_of_users_cannot_use_iam(server: Server, operation: str) -> None:
    user, credentials = server.user(allow("*"))
    members = {}
    if operation == "get_federation_token":
        members = {"Name": "bob", "Policy": document(allow("*"))}
    made = getattr(server.client("sts", credentials), operation)(**members)["Credentials"]
    session = {
        "aws_access_key_id": made["AccessKeyId"],
        "aws_secret_access_key": made["SecretAccessKey"],
        "aws_session_token": made["SessionToken"],
    }
    with pytest.raises(ClientError) as refused:
        server.client("iam", session).create_access_key(UserName=user)
    assert refused.value.response["Error"]["Code"] == "InvalidClientTokenId"
    assert server.client("dynamodb", session).get_item(**KEY)["Item"]


def test_a_federated_user_assumes_no_role(server: Server) -> None:
    role = name("role")
    server.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(ACCOUNT))
    _, credentials = server.user(allow("sts:*"))
    made = server.client("sts", credentials).get_federation_token(
        Name="bob", Policy=document(allow("*"))
    )["Credentials"]
    session = {
        "aws_access_key_id": made["AccessKeyId"],
        "aws_secret_access_key": made["SecretAccessKey"],
        "aws_session_token": made["SessionToken"],
    }
    with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
        server.assume(session, arn("role", role))


def test_a_refusal_does_not_tell_whether_a_user_or_role_exists(server: Server) -> None:
    user, role = name("user"), name("role")
    server.iam.create_user(UserName=user, Path="/hidden/")
    policy = trust(ACCOUNT)
    server.iam.create_role(RoleName=role, Path="/hidden/", AssumeRolePolicyDocument=policy)
    key = server.iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    _, credentials = server.user()
    iam = server.client("iam", credentials)
    for each in (user, "absent"):
        with pytest.raises(ClientError, match=f"iam:GetUser on resource: user {each} because no"):
            iam.get_user(UserName=each)
    for each in (role, "absent"):
        with pytest.raises(ClientError, match=f"iam:GetRole on resource: role {each} because no"):
            iam.get_role(RoleName=each)
    for each in (key, "AKIA" + "A" * 16):
        with pytest.raises(ClientError, match=f" on resource: access key {each} because no"):
            iam.get_access_key_last_used(AccessKeyId=each)
