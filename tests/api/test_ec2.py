"""EC2 by boto3: waiters, errors, and the whole life of an instance."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from tests.api.clients import client, unique

pytestmark = pytest.mark.usefixtures("own_server")


@pytest.fixture(scope="module")
def ec2(endpoint: str) -> Iterator[Any]:
    with client(endpoint, service="ec2") as made:
        yield made


@pytest.fixture(scope="module")
def image(ec2: Any) -> str:
    found: str = ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"]
    return found


def started(ec2: Any, image: str, **members: Any) -> str:
    answer = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, **members)
    found: str = answer["Instances"][0]["InstanceId"]
    return found


def waited(ec2: Any, name: str, instance_id: str) -> None:
    waiter = ec2.get_waiter(name)
    waiter.wait(InstanceIds=[instance_id], WaiterConfig={"Delay": 1, "MaxAttempts": 5})


def error_of(call: Any, **members: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        call(**members)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_the_waiters_of_the_sdk(ec2: Any, image: str) -> None:
    one = started(ec2, image)
    for name in ("instance_exists", "instance_running", "instance_status_ok", "system_status_ok"):
        waited(ec2, name, one)
    ec2.stop_instances(InstanceIds=[one])
    waited(ec2, "instance_stopped", one)
    ec2.start_instances(InstanceIds=[one])
    waited(ec2, "instance_running", one)
    ec2.terminate_instances(InstanceIds=[one])
    waited(ec2, "instance_terminated", one)
    with pytest.raises(WaiterError, match="terminal failure"):
        waited(ec2, "instance_running", one)


def test_a_key_pair(ec2: Any) -> None:
    name = unique()
    made = ec2.create_key_pair(KeyName=name)
    assert made["KeyMaterial"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    ec2.get_waiter("key_pair_exists").wait(KeyNames=[name], WaiterConfig={"Delay": 1})
    line = ec2.describe_key_pairs(KeyNames=[name], IncludePublicKey=True)["KeyPairs"][0]
    ec2.delete_key_pair(KeyPairId=made["KeyPairId"])
    imported = ec2.import_key_pair(KeyName=name, PublicKeyMaterial=line["PublicKey"].encode())
    assert imported["KeyName"] == name
    assert error_of(ec2.create_key_pair, KeyName=name) == ("InvalidKeyPair.Duplicate", 400)
    ec2.delete_key_pair(KeyName=name)
    assert error_of(ec2.describe_key_pairs, KeyNames=[name]) == ("InvalidKeyPair.NotFound", 400)


def test_the_paginator(ec2: Any, image: str) -> None:
    value = unique()
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "test", "Value": value}]}]
    answer = ec2.run_instances(ImageId=image, MinCount=7, MaxCount=7, TagSpecifications=tags)
    ids = [each["InstanceId"] for each in answer["Instances"]]
    filters = [{"Name": "tag:test", "Values": [value]}]
    pages = ec2.get_paginator("describe_instances").paginate(
        Filters=filters, PaginationConfig={"PageSize": 5}
    )
    found = [
        [i["InstanceId"] for r in page["Reservations"] for i in r["Instances"]] for page in pages
    ]
    assert [len(each) for each in found] == [5, 2]
    assert [each for page in found for each in page] == ids


def test_errors(ec2: Any, image: str) -> None:
    """Codes and status: EC2 API Reference, "Error codes"."""
    run = {"ImageId": image, "MinCount": 1, "MaxCount": 1}
    assert error_of(ec2.run_instances, **run, DryRun=True) == ("DryRunOperation", 412)
    missing = {"InstanceIds": ["i-0123456789abcdef0"]}
    assert error_of(ec2.describe_instances, **missing) == ("InvalidInstanceID.NotFound", 400)
    wrong = {"InstanceIds": ["web"]}
    assert error_of(ec2.stop_instances, **wrong) == ("InvalidInstanceID.Malformed", 400)
    unknown = {**run, "ImageId": "ami-12345678"}
    assert error_of(ec2.run_instances, **unknown) == ("InvalidAMIID.NotFound", 400)


def test_places(ec2: Any) -> None:
    names = [each["RegionName"] for each in ec2.describe_regions()["Regions"]]
    assert "us-east-1" in names
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    subnets = ec2.describe_subnets()["Subnets"]
    assert [each["ZoneName"] for each in zones] == [each["AvailabilityZone"] for each in subnets]
    vpc_id = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    assert ec2.describe_security_groups()["SecurityGroups"][0]["VpcId"] == vpc_id
