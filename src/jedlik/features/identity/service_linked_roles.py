"""The names of roles that are linked to services, and which of them may have a suffix.

Sources: answers recorded in LocalStack's tests of IAM (March 2025), 71 services; Developer Guide,
"Using service-linked roles for DynamoDB", five services.
"""

from collections.abc import Mapping
from typing import Final

SUFFIX: Final = ".amazonaws.com"
_PREFIX: Final = "AWSServiceRoleFor"
# By the name of the service without its suffix.
_NAMES: Final[Mapping[str, str]] = {
    "accountdiscovery.ssm": "AmazonSSM_AccountDiscovery",
    "acm": "CertificateManager",
    "appmesh": "AppMesh",
    "autoscaling-plans": "AutoScalingPlans_EC2AutoScaling",
    "autoscaling": "AutoScaling",
    "backup": "Backup",
    "batch": "Batch",
    "cassandra.application-autoscaling": "ApplicationAutoScaling_CassandraTable",
    "cks.kms": "KeyManagementServiceCustomKeyStores",
    "cloudtrail": "CloudTrail",
    "codestar-notifications": "CodeStarNotifications",
    "config": "Config",
    "connect": "AmazonConnect",
    "contributorinsights.dynamodb": "DynamoDBCloudWatchContributorInsights",
    "dax": "DAX",
    "dms-fleet-advisor": "DMSFleetAdvisor",
    "dms": "DMSServerless",
    "docdb-elastic": "DocDB-Elastic",
    "dynamodb.application-autoscaling": "ApplicationAutoScaling_DynamoDBTable",
    "ec2-instance-connect": "Ec2InstanceConnect",
    "ec2.application-autoscaling": "ApplicationAutoScaling_EC2SpotFleetRequest",
    "ecr": "ECRTemplate",
    "ecs": "ECS",
    "eks-connector": "AmazonEKSConnector",
    "eks-fargate": "AmazonEKSForFargate",
    "eks-nodegroup": "AmazonEKSNodegroup",
    "eks": "AmazonEKS",
    "elasticache": "ElastiCache",
    "elasticbeanstalk": "ElasticBeanstalk",
    "elasticfilesystem": "AmazonElasticFileSystem",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "email.cognito-idp": "AmazonCognitoIdpEmailService",
    "emr-containers": "AmazonEMRContainers",
    "emrwal": "EMRWAL",
    "fis": "FIS",
    "grafana": "AmazonGrafana",
    "imagebuilder": "ImageBuilder",
    "iotmanagedintegrations": "IoTManagedIntegrations",
    "kafka": "Kafka",
    "kafkaconnect": "KafkaConnect",
    "kinesisreplication.dynamodb": "DynamoDBKinesisDataStreamsReplication",
    "lakeformation": "LakeFormationDataAccess",
    "lex": "LexBots",
    "lexv2": "LexV2Bots",
    "lightsail": "Lightsail",
    "m2": "AWSM2",
    "memorydb": "MemoryDB",
    "mq": "AmazonMQ",
    "mrk.kms": "KeyManagementServiceMultiRegionKeys",
    "notifications": "AwsUserNotifications",
    "observability.aoss": "AmazonOpenSearchServerless",
    "opensearchservice": "AmazonOpenSearchService",
    "ops.apigateway": "APIGateway",
    "ops.emr-serverless": "AmazonEMRServerless",
    "opsdatasync.ssm": "SystemsManagerOpsDataSync",
    "opsinsights.ssm": "AmazonSSM_OpsInsights",
    "pullthroughcache.ecr": "ECRPullThroughCache",
    "ram": "ResourceAccessManager",
    "rds": "RDS",
    "redshift": "Redshift",
    "replication.cassandra": "KeyspacesReplication",
    "replication.dynamodb": "DynamoDBReplication",
    "replication.ecr": "ECRReplication",
    "repository.sync.codeconnections": "GitSync",
    "resource-explorer-2": "ResourceExplorer",
    "rolesanywhere": "RolesAnywhere",
    "s3-outposts": "S3OnOutposts",
    "ses": "AmazonSES",
    "shield": "AWSShield",
    "ssm-incidents": "IncidentManager",
    "ssm-quicksetup": "SSMQuickSetup",
    "ssm": "AmazonSSM",
    "sso": "SSO",
    "vpcorigin.cloudfront": "CloudFrontVPCOrigin",
    "waf": "WAFLogging",
    "wafv2": "WAFV2Logging",
}
_WITH_CUSTOM_SUFFIX: Final = ("autoscaling", "connect", "lexv2")
_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "rds": "Allows Amazon RDS to manage AWS resources on your behalf",
    "ssm": "Provides access to AWS Resources managed or used by Amazon SSM.",
    "sso": (
        "Service-linked role used by AWS SSO to manage AWS resources, including IAM roles, policies"
        " and SAML IdP on your behalf."
    ),
}


def role_name(service: str, suffix: str | None) -> str:
    """Returns the name of the role of a service. Of an unknown one it is made of the service."""
    short = service.removesuffix(SUFFIX)
    name = _NAMES.get(short) or "".join(part.title() for part in short.split("."))
    return f"{_PREFIX}{name}" + ("" if suffix is None else f"_{suffix}")


def may_have_suffix(service: str) -> bool:
    """Returns whether a service can have several roles. An unknown one can."""
    short = service.removesuffix(SUFFIX)
    return short not in _NAMES or short in _WITH_CUSTOM_SUFFIX


def description_of(service: str) -> str:
    """Returns the description of a role that is made without one."""
    return _DESCRIPTIONS.get(service.removesuffix(SUFFIX), "")
