"""Service-linked roles. Source: IAM User Guide, "Using service-linked roles"; Developer Guide of
DynamoDB for the names.
"""

from typing import Any

import pytest

from tests.apis.iam.samples import ACCOUNT, TRUST, name, refusal, role

SERVICE = "replication.dynamodb.amazonaws.com"
NAME = "AWSServiceRoleForDynamoDBReplication"


def test_the_role_of_replication(iam: Any) -> None:
    made = iam.create_service_linked_role(AWSServiceName=SERVICE, Description="about")["Role"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{SERVICE}/{NAME}"
    statement = made["AssumeRolePolicyDocument"]["Statement"][0]
    assert statement["Principal"] == {"Service": SERVICE}
    code, text = refusal(iam.create_service_linked_role, AWSServiceName=SERVICE)
    assert code == "InvalidInput"
    assert text == (
        f"Service role name {NAME} has been taken in this account, please try a different suffix."
    )
    assert refusal(iam.delete_role, RoleName=NAME)[0] == "UnmodifiableEntity"
    task = iam.delete_service_linked_role(RoleName=NAME)["DeletionTaskId"]
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert status["Status"] == "SUCCEEDED"
    assert refusal(iam.get_role, RoleName=NAME)[0] == "NoSuchEntity"


@pytest.mark.parametrize(
    ("service", "suffix", "name"),
    [
        ("dax.amazonaws.com", None, "AWSServiceRoleForDAX"),
        ("lex.amazonaws.com", "mine", "AWSServiceRoleForLex_mine"),
    ],
)
def test_names(iam: Any, service: str, suffix: str | None, name: str) -> None:
    members = {} if suffix is None else {"CustomSuffix": suffix}
    made = iam.create_service_linked_role(AWSServiceName=service, **members)["Role"]
    assert made["RoleName"] == name


def test_what_is_no_service(iam: Any) -> None:
    found = refusal(iam.create_service_linked_role, AWSServiceName="music.example.com")
    assert found[0] == "InvalidInput"
    assert refusal(iam.delete_service_linked_role, RoleName=role(iam))[0] == "InvalidInput"
    status = iam.get_service_linked_role_deletion_status
    assert refusal(status, DeletionTaskId="task/other")[0] == "NoSuchEntity"


def test_a_client_cannot_create_one_as_a_role(iam: Any) -> None:
    members = {"RoleName": name("role"), "AssumeRolePolicyDocument": TRUST}
    text = "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles"
    for path in ("/aws-service-role/", f"/aws-service-role/{SERVICE}/"):
        assert refusal(iam.create_role, **members, Path=path) == ("InvalidInput", text)
    iam.create_role(**members, Path="/service-role/")
