"""GetInstanceMetadata: what the metadata endpoint of an instance shows."""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.jedlik.instance_rule import on_instance
from jedlik.apis.jedlik.model import (
    GET_INSTANCE_METADATA,
    GetInstanceMetadataRequest,
    GetInstanceMetadataResponse,
)
from jedlik.engine.context import Context
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.instances.associations import profile_of, role_of
from jedlik.features.instances.fleet import instance_of, state_of
from jedlik.features.instances.images import ARCHITECTURE
from jedlik.features.instances.key_pairs import key_pairs_of
from jedlik.features.instances.places import host_name, vpc_id, zone_named
from jedlik.features.instances.records import InstanceRecord, Place


def _check(request: GetInstanceMetadataRequest) -> GetInstanceMetadataRequest:
    """Accepts every request."""
    return request


async def _run(
    request: GetInstanceMetadataRequest, context: Context
) -> GetInstanceMetadataResponse:
    place = Place(context.account_id, context.region)

    async def read(transaction: Transaction) -> GetInstanceMetadataResponse:
        record = await instance_of(transaction, place, request["InstanceId"])
        answer = _shown(place, record, state_of(context.node, record).title)
        await _add_profile(transaction, place, record, answer)
        await _add_key(transaction, place, record, answer)
        return answer

    return await transact(context.node, read)


def _shown(place: Place, record: InstanceRecord, state: str) -> GetInstanceMetadataResponse:
    zone = zone_named(place, record["Zone"])
    endpoint = record["Endpoint"]
    shows_tags = endpoint["InstanceMetadataTags"] == "enabled"
    answer: GetInstanceMetadataResponse = {
        "InstanceId": record["Id"],
        "State": state,
        "AccountId": place.account_id,
        "Region": place.region,
        "Zone": zone.name,
        "ZoneId": zone.zone_id,
        "ImageId": record["ImageId"],
        "InstanceType": record["InstanceType"],
        "Architecture": ARCHITECTURE,
        "LaunchIndex": record["LaunchIndex"],
        "LaunchS": record["LaunchedMs"] // 1000,
        "ReservationId": record["ReservationId"],
        "PrivateIp": record["PrivateIp"],
        "HostName": host_name(record["PrivateIp"], place.region),
        "SecurityGroups": ["default"],
        "SubnetId": zone.subnet_id,
        "VpcId": vpc_id(place),
        "Tags": record["Tags"] if shows_tags else {},
        "Endpoint": {
            "HttpTokens": endpoint["HttpTokens"],
            "HttpEndpoint": endpoint["HttpEndpoint"],
            "InstanceMetadataTags": endpoint["InstanceMetadataTags"],
        },
    }
    if "UserData" in record:
        answer["UserData"] = record["UserData"]
    return answer


async def _add_profile(
    transaction: Transaction,
    place: Place,
    record: InstanceRecord,
    answer: GetInstanceMetadataResponse,
) -> None:
    profile = await profile_of(transaction, place.account_id, record)
    role = None if profile is None else await role_of(transaction, place.account_id, profile)
    if profile is not None and role is not None:
        answer["ProfileArn"] = arn_of(profile, "instance-profile")
        answer["ProfileId"] = profile["Id"]
        answer["RoleId"] = role["Id"]
        answer["RoleName"] = role["Name"]


async def _add_key(
    transaction: Transaction,
    place: Place,
    record: InstanceRecord,
    answer: GetInstanceMetadataResponse,
) -> None:
    """Adds the key pair, if it still exists."""
    if "KeyName" in record:
        pair = (await key_pairs_of(transaction, place))["Pairs"].get(record["KeyName"])
        if pair is not None:
            answer["KeyName"] = pair["Name"]
            answer["PublicKey"] = pair["PublicKey"]


OPERATION: Final = Operation(
    "GetInstanceMetadata",
    Access.READ,
    Plane.CONTROL,
    GET_INSTANCE_METADATA,
    _check,
    _run,
    on_instance("jedlik:GetInstanceMetadata"),
)
