"""Service-linked roles. Source: IAM User Guide, "Using service-linked roles"; Developer Guide of
DynamoDB for its names. The cases with all services restate LocalStack's TestIAMServiceRoles, which
was recorded on the service in March 2025.
"""

from typing import Any

import pytest

from tests.apis.iam.samples import ACCOUNT, DOCUMENT, READ_ONLY, TRUST, name, refusal, role

SERVICE = "replication.dynamodb.amazonaws.com"
NAME = "AWSServiceRoleForDynamoDBReplication"
DESCRIPTIONS = {
    "rds.amazonaws.com": "Allows Amazon RDS to manage AWS resources on your behalf",
    "ssm.amazonaws.com": "Provides access to AWS Resources managed or used by Amazon SSM.",
    "sso.amazonaws.com": (
        "Service-linked role used by AWS SSO to manage AWS resources, including IAM roles, policies"
        " and SAML IdP on your behalf."
    ),
}


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


def test_nobody_else_changes_the_role_of_a_service(iam: Any) -> None:
    # The operations on roles with UnmodifiableEntity in the service model.
    service = "guitar.amazonaws.com"
    name = iam.create_service_linked_role(AWSServiceName=service)["Role"]["RoleName"]
    profile = iam.create_instance_profile(InstanceProfileName="profile")["InstanceProfile"]
    members = {"RoleName": name}
    for call, more in (
        (iam.put_role_policy, {"PolicyName": "p", "PolicyDocument": DOCUMENT}),
        (iam.delete_role_policy, {"PolicyName": "p"}),
        (iam.attach_role_policy, {"PolicyArn": READ_ONLY}),
        (iam.detach_role_policy, {"PolicyArn": READ_ONLY}),
        (iam.put_role_permissions_boundary, {"PermissionsBoundary": READ_ONLY}),
        (iam.delete_role_permissions_boundary, {}),
        (iam.update_assume_role_policy, {"PolicyDocument": TRUST}),
        (iam.update_role, {}),
        (iam.update_role_description, {"Description": ""}),
        (iam.add_role_to_instance_profile, {"InstanceProfileName": profile["InstanceProfileName"]}),
    ):
        assert refusal(call, **members, **more) == (
            "UnmodifiableEntity",
            f"Cannot perform the operation on the protected role '{name}' - this role is only"
            " modifiable by AWS",
        )
    assert not iam.list_role_policies(**members)["PolicyNames"]
    iam.tag_role(**members, Tags=[{"Key": "a", "Value": "b"}])


@pytest.mark.parametrize(
    ("service", "suffix", "name"),
    [
        ("dax.amazonaws.com", None, "AWSServiceRoleForDAX"),
        ("music.amazonaws.com", "mine", "AWSServiceRoleForMusic_mine"),
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


# The services without `.amazonaws.com`, and the names of their roles without `AWSServiceRoleFor`.
RECORDED = (
    "accountdiscovery.ssm AmazonSSM_AccountDiscovery",
    "acm CertificateManager",
    "appmesh AppMesh",
    "autoscaling-plans AutoScalingPlans_EC2AutoScaling",
    "autoscaling AutoScaling",
    "backup Backup",
    "batch Batch",
    "cassandra.application-autoscaling ApplicationAutoScaling_CassandraTable",
    "cks.kms KeyManagementServiceCustomKeyStores",
    "cloudtrail CloudTrail",
    "codestar-notifications CodeStarNotifications",
    "config Config",
    "connect AmazonConnect",
    "dms-fleet-advisor DMSFleetAdvisor",
    "dms DMSServerless",
    "docdb-elastic DocDB-Elastic",
    "ec2-instance-connect Ec2InstanceConnect",
    "ec2.application-autoscaling ApplicationAutoScaling_EC2SpotFleetRequest",
    "ecr ECRTemplate",
    "ecs ECS",
    "eks-connector AmazonEKSConnector",
    "eks-fargate AmazonEKSForFargate",
    "eks-nodegroup AmazonEKSNodegroup",
    "eks AmazonEKS",
    "elasticache ElastiCache",
    "elasticbeanstalk ElasticBeanstalk",
    "elasticfilesystem AmazonElasticFileSystem",
    "elasticloadbalancing ElasticLoadBalancing",
    "email.cognito-idp AmazonCognitoIdpEmailService",
    "emr-containers AmazonEMRContainers",
    "emrwal EMRWAL",
    "fis FIS",
    "grafana AmazonGrafana",
    "imagebuilder ImageBuilder",
    "iotmanagedintegrations IoTManagedIntegrations",
    "kafka Kafka",
    "kafkaconnect KafkaConnect",
    "lakeformation LakeFormationDataAccess",
    "lex LexBots",
    "lexv2 LexV2Bots",
    "lightsail Lightsail",
    "m2 AWSM2",
    "memorydb MemoryDB",
    "mq AmazonMQ",
    "mrk.kms KeyManagementServiceMultiRegionKeys",
    "notifications AwsUserNotifications",
    "observability.aoss AmazonOpenSearchServerless",
    "opensearchservice AmazonOpenSearchService",
    "ops.apigateway APIGateway",
    "ops.emr-serverless AmazonEMRServerless",
    "opsdatasync.ssm SystemsManagerOpsDataSync",
    "opsinsights.ssm AmazonSSM_OpsInsights",
    "pullthroughcache.ecr ECRPullThroughCache",
    "ram ResourceAccessManager",
    "rds RDS",
    "redshift Redshift",
    "replication.cassandra KeyspacesReplication",
    "replication.ecr ECRReplication",
    "repository.sync.codeconnections GitSync",
    "resource-explorer-2 ResourceExplorer",
    "rolesanywhere RolesAnywhere",
    "s3-outposts S3OnOutposts",
    "ses AmazonSES",
    "shield AWSShield",
    "ssm-incidents IncidentManager",
    "ssm-quicksetup SSMQuickSetup",
    "ssm AmazonSSM",
    "sso SSO",
    "vpcorigin.cloudfront CloudFrontVPCOrigin",
    "waf WAFLogging",
    "wafv2 WAFV2Logging",
)
SUFFIXED = ("autoscaling", "connect", "lexv2")


def split(row: str) -> tuple[str, str, str]:
    short, _, name = row.partition(" ")
    return short, f"{short}.amazonaws.com", f"AWSServiceRoleFor{name}"


@pytest.mark.parametrize("row", RECORDED)
def test_service_role_lifecycle(iam: Any, row: str) -> None:
    _, service, name = split(row)
    iam.create_service_linked_role(AWSServiceName=service)
    role = iam.get_role(RoleName=name)["Role"]
    path = f"/aws-service-role/{service}/"
    assert (role["Path"], role["MaxSessionDuration"], role["RoleLastUsed"]) == (path, 3600, {})
    assert role["Arn"] == f"arn:aws:iam::{ACCOUNT}:role{path}{name}"
    assert role["AssumeRolePolicyDocument"] == {
        "Version": "2012-10-17",
        "Statement": [
            {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": service}}
        ],
    }
    assert role.get("Description") == DESCRIPTIONS.get(service)
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == []
    iam.delete_service_linked_role(RoleName=name)


@pytest.mark.parametrize("row", RECORDED)
def test_service_role_lifecycle_custom_suffix(iam: Any, row: str) -> None:
    short, service, name = split(row)
    members = {"AWSServiceName": service, "CustomSuffix": "mine"}
    if short in SUFFIXED:
        made = iam.create_service_linked_role(**members)["Role"]
        assert made["RoleName"] == f"{name}_mine"
    else:
        refused = refusal(iam.create_service_linked_role, **members)
        assert refused == ("InvalidInput", f"Custom suffix is not allowed for {service}")


def test_service_role_deletion(iam: Any) -> None:
    service, name = "batch.amazonaws.com", "AWSServiceRoleForBatch"
    iam.create_service_linked_role(AWSServiceName=service)
    found = refusal(iam.create_service_linked_role, AWSServiceName=service)
    text = (
        f"Service role name {name} has been taken in this account, please try a different suffix."
    )
    assert found == ("InvalidInput", text)
    task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
    assert task.startswith(f"task/aws-service-role/{service}/{name}/")
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert status["Status"] == "SUCCEEDED"
