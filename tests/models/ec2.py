"""The operations of EC2 whose models are generated, and the members that Jedlik has of them.

The structures of EC2 are large: RunInstances alone has 158 members. Members that are not listed
here are ignored in requests, as the protocol ignores every unknown parameter, and are in no answer.

Source: what the AWS CLI, boto3, the resource `aws_instance` of Terraform and the console call.
"""

from collections.abc import Mapping, Sequence
from typing import Final

OPERATIONS: Final[Mapping[str, Sequence[str]]] = {
    "images": ("DescribeImages",),
    "key_pairs": ("CreateKeyPair", "ImportKeyPair", "DescribeKeyPairs", "DeleteKeyPair"),
    "instances": (
        *("RunInstances", "DescribeInstances", "DescribeInstanceStatus"),
        *("StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"),
        "ModifyInstanceMetadataOptions",
    ),
    "attributes": (
        *("DescribeInstanceAttribute", "ModifyInstanceAttribute"),
        *("DescribeInstanceTypes", "DescribeInstanceCreditSpecifications"),
    ),
    "profiles": (
        *("AssociateIamInstanceProfile", "DescribeIamInstanceProfileAssociations"),
        *("ReplaceIamInstanceProfileAssociation", "DisassociateIamInstanceProfile"),
    ),
    "tags": ("CreateTags", "DeleteTags", "DescribeTags"),
    "places": (
        *("DescribeRegions", "DescribeAvailabilityZones", "DescribeAccountAttributes"),
        *("DescribeVpcs", "DescribeSubnets", "DescribeSecurityGroups"),
    ),
}

# The members of structures that have others in the model.
MEMBERS: Final[Mapping[str, Sequence[str]]] = {
    "DescribeImagesRequest": (
        *("ExecutableUsers", "ImageIds", "Owners", "MaxResults", "NextToken", "DryRun", "Filters"),
    ),
    "Image": (
        *("PlatformDetails", "UsageOperation", "Description", "EnaSupport", "Hypervisor"),
        *("ImageOwnerAlias", "Name", "RootDeviceName", "RootDeviceType", "VirtualizationType"),
        *("BootMode", "ImageId", "ImageLocation", "State", "OwnerId", "CreationDate", "Public"),
        *("Architecture", "ImageType"),
    ),
    "RunInstancesRequest": (
        *("ImageId", "InstanceType", "KeyName", "MaxCount", "MinCount", "Monitoring", "Placement"),
        *("SecurityGroupIds", "SecurityGroups", "SubnetId", "UserData", "TagSpecifications"),
        *("CreditSpecification", "MetadataOptions", "DisableApiStop", "DryRun"),
        *("DisableApiTermination", "InstanceInitiatedShutdownBehavior", "ClientToken"),
        "IamInstanceProfile",
    ),
    "Placement": ("Tenancy", "AvailabilityZone"),
    "Reservation": ("ReservationId", "OwnerId", "Groups", "Instances"),
    "Instance": (
        *("Architecture", "ClientToken", "EbsOptimized", "Hypervisor", "IamInstanceProfile"),
        *("RootDeviceName", "RootDeviceType", "SecurityGroups", "SourceDestCheck", "StateReason"),
        *("Tags", "VirtualizationType", "MetadataOptions", "InstanceId", "ImageId", "State"),
        *("PrivateDnsName", "PublicDnsName", "StateTransitionReason", "KeyName"),
        *("AmiLaunchIndex", "InstanceType", "LaunchTime", "Placement", "Monitoring", "SubnetId"),
        *("VpcId", "PrivateIpAddress"),
    ),
    "InstanceStatus": (
        *("AvailabilityZone", "InstanceId", "InstanceState", "InstanceStatus", "SystemStatus"),
    ),
    "InstanceAttribute": (
        *("DisableApiTermination", "EbsOptimized", "InstanceId", "InstanceType", "UserData"),
        *("InstanceInitiatedShutdownBehavior", "RootDeviceName", "SourceDestCheck"),
        *("DisableApiStop", "Groups"),
    ),
    "ModifyInstanceAttributeRequest": (
        *("DisableApiStop", "DryRun", "InstanceId", "Attribute", "Value"),
        *("DisableApiTermination", "InstanceType", "UserData"),
        "InstanceInitiatedShutdownBehavior",
    ),
    "InstanceTypeInfo": (
        *("InstanceType", "CurrentGeneration", "SupportedRootDeviceTypes", "BareMetal"),
        *("SupportedVirtualizationTypes", "Hypervisor", "VCpuInfo", "MemoryInfo"),
        *("InstanceStorageSupported", "HibernationSupported", "BurstablePerformanceSupported"),
    ),
    "VCpuInfo": ("DefaultVCpus", "DefaultCores", "DefaultThreadsPerCore"),
    "DescribeSecurityGroupsRequest": (
        *("GroupIds", "GroupNames", "NextToken", "MaxResults", "DryRun", "Filters"),
    ),
    "AvailabilityZone": (
        *("OptInStatus", "RegionName", "ZoneName", "ZoneId", "GroupName", "NetworkBorderGroup"),
        *("ZoneType", "State"),
    ),
    "DescribeAvailabilityZonesRequest": ("ZoneNames", "ZoneIds", "DryRun", "Filters"),
    "Vpc": ("OwnerId", "InstanceTenancy", "IsDefault", "Tags", "VpcId", "State", "CidrBlock"),
    "Subnet": (
        *("AvailabilityZoneId", "OwnerId", "AssignIpv6AddressOnCreation", "Tags", "SubnetArn"),
        *("SubnetId", "State", "VpcId", "CidrBlock", "AvailableIpAddressCount"),
        *("AvailabilityZone", "DefaultForAz", "MapPublicIpOnLaunch"),
    ),
    "SecurityGroup": (
        *("GroupId", "IpPermissionsEgress", "Tags", "VpcId", "SecurityGroupArn", "OwnerId"),
        *("GroupName", "Description", "IpPermissions"),
    ),
    "IpPermission": ("IpProtocol", "FromPort", "ToPort", "UserIdGroupPairs", "IpRanges"),
    "UserIdGroupPair": ("UserId", "GroupId"),
}

# Enumerations that are text here, because they have hundreds of values.
TEXTS: Final = ("InstanceType", "ResourceType")

# EC2 has no errors in its model. Source: EC2 API Reference, "Error codes for the Amazon EC2 API".
ERRORS: Final[Mapping[str, int]] = {
    **dict.fromkeys(
        (
            *("IdempotentParameterMismatch", "IncorrectInstanceState", "IncorrectState"),
            *("InstanceLimitExceeded", "InvalidAMIID.Malformed", "InvalidAMIID.NotFound"),
            *("InvalidAssociationID.NotFound", "InvalidGroup.NotFound", "InvalidID"),
            *("InvalidInstanceAttributeValue", "InvalidInstanceID.Malformed"),
            *("InvalidInstanceID.NotFound", "InvalidInstanceType", "InvalidKey.Format"),
            *("InvalidKeyPair.Duplicate", "InvalidKeyPair.NotFound", "InvalidNextToken"),
            *("InvalidParameterCombination", "InvalidParameterValue", "InvalidSubnetID.NotFound"),
            *("InvalidUserData.Malformed", "InvalidVpcID.NotFound", "KeyPairLimitExceeded"),
            *("MissingParameter", "OperationNotPermitted", "TagLimitExceeded"),
        ),
        400,
    ),
    "DryRunOperation": 412,
}
