"""Records as the members of answers.

A terminated instance has no network any more: the service leaves these members out too.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.apis.ec2.model.instances import (
    Instance,
    InstanceMetadataOptionsResponse,
    InstanceState,
    InstanceStateChange,
    Reservation,
)
from jedlik.apis.ec2.model.key_pairs import KeyPairInfo
from jedlik.apis.ec2.model.members import GroupIdentifier, IamInstanceProfile, Tag
from jedlik.apis.ec2.model.profiles import (
    IamInstanceProfileAssociation,
    IamInstanceProfileAssociationState,
)
from jedlik.engine.context import Node
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.records import InstanceProfileRecord
from jedlik.features.instances import images, places
from jedlik.features.instances.associations import Association
from jedlik.features.instances.fleet import state_of
from jedlik.features.instances.instance_types import TYPES
from jedlik.features.instances.records import InstanceRecord, KeyPairRecord, Place
from jedlik.features.instances.rules import ENDING, State, association_state
from jedlik.features.instances.transitions import Transition

# Profiles by their unique id. None if one was deleted.
Profiles = Mapping[str, InstanceProfileRecord | None]

_REASONS: Final = {
    State.STOPPING: "Client.UserInitiatedShutdown",
    State.STOPPED: "Client.UserInitiatedShutdown",
    State.SHUTTING_DOWN: "Client.UserInitiatedShutdown",
    State.TERMINATED: "Client.UserInitiatedShutdown",
    State.PENDING: "pending",
}


def tag_list(tags: Mapping[str, str]) -> list[Tag]:
    """Returns tags as a list."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def state_shown(state: State) -> InstanceState:
    """Returns a state."""
    return {"Code": state.code, "Name": state.title}  # type: ignore[typeddict-item]


def group_shown(place: Place) -> GroupIdentifier:
    """Returns the default security group."""
    return {"GroupId": places.group_id(place), "GroupName": "default"}


def profile_shown(profile: InstanceProfileRecord | None, profile_id: str) -> IamInstanceProfile:
    """Returns a profile by ARN and id. One that was deleted has only its id."""
    if profile is None:
        return {"Id": profile_id}
    return {"Arn": arn_of(profile, "instance-profile"), "Id": profile_id}


def options_shown(record: InstanceRecord, state: State) -> InstanceMetadataOptionsResponse:
    """Returns the options of the endpoint of an instance."""
    is_pending = state is State.PENDING
    return {"State": "pending" if is_pending else "applied", **record["Endpoint"]}


def instance_shown(
    node: Node, place: Place, record: InstanceRecord, profiles: Profiles
) -> Instance:
    """Returns an instance."""
    state = state_of(node, record)
    shown: Instance = {
        "Architecture": images.ARCHITECTURE,
        "ClientToken": record["ClientToken"],
        "EbsOptimized": False,
        "Hypervisor": "xen",  # the service says so for all types
        "RootDeviceName": images.ROOT_DEVICE,
        "RootDeviceType": "ebs",
        "SecurityGroups": [],
        "Tags": tag_list(record["Tags"]),
        "VirtualizationType": "hvm",
        "MetadataOptions": options_shown(record, state),
        "InstanceId": record["Id"],
        "ImageId": record["ImageId"],
        "State": state_shown(state),
        "PrivateDnsName": "",
        "PublicDnsName": "",
        "StateTransitionReason": record["Reason"],
        "AmiLaunchIndex": record["LaunchIndex"],
        "InstanceType": record["InstanceType"],
        "LaunchTime": record["LaunchedMs"] / 1000,
        "Placement": {"Tenancy": "default", "AvailabilityZone": record["Zone"]},
        "Monitoring": {"State": "enabled" if record["IsMonitored"] else "disabled"},
    }
    if "KeyName" in record:
        shown["KeyName"] = record["KeyName"]
    if state in _REASONS:
        code = _REASONS[state]
        shown["StateReason"] = {"Code": code, "Message": code}
    if "Profile" in record:
        profile_id = record["Profile"]["Id"]
        shown["IamInstanceProfile"] = profile_shown(profiles.get(profile_id), profile_id)
    if state not in ENDING:
        shown["SecurityGroups"] = [group_shown(place)]
        shown["SourceDestCheck"] = True
        shown["SubnetId"] = places.zone_named(place, record["Zone"]).subnet_id
        shown["VpcId"] = places.vpc_id(place)
        shown["PrivateIpAddress"] = record["PrivateIp"]
        shown["PrivateDnsName"] = places.host_name(record["PrivateIp"], place.region)
    return shown


def reservations_shown(
    node: Node, place: Place, records: Sequence[InstanceRecord], profiles: Profiles
) -> list[Reservation]:
    """Returns instances in their reservations, in the order of the first instance of each."""
    by_id: dict[str, list[Instance]] = {}
    for record in records:
        shown = instance_shown(node, place, record, profiles)
        by_id.setdefault(record["ReservationId"], []).append(shown)
    return [
        {
            "ReservationId": reservation_id,
            "OwnerId": place.account_id,
            "Groups": [],
            "Instances": instances,
        }
        for reservation_id, instances in by_id.items()
    ]


def change_shown(transition: Transition) -> InstanceStateChange:
    """Returns what became of an instance."""
    return {
        "InstanceId": transition.instance_id,
        "CurrentState": state_shown(transition.after),
        "PreviousState": state_shown(transition.before),
    }


def association_shown(
    node: Node,
    association: Association,
    now: IamInstanceProfileAssociationState | None = None,
) -> IamInstanceProfileAssociation:
    """Returns an association. now: the state in the answer to the request that changes it."""
    use = association.use
    state = association_state(use, node.clock.now_ms(), node.transition_delay_ms)
    return {
        "AssociationId": use["AssociationId"],
        "InstanceId": association.instance_id,
        "IamInstanceProfile": profile_shown(association.profile, use["Id"]),
        "State": state if now is None else now,
        "Timestamp": use["SinceMs"] / 1000,
    }


def key_pair_shown(record: KeyPairRecord) -> KeyPairInfo:
    """Returns a key pair without its public key."""
    return {
        "KeyPairId": record["Id"],
        "KeyType": record["Type"],
        "Tags": tag_list(record["Tags"]),
        "CreateTime": record["CreatedMs"] / 1000,
        "KeyName": record["Name"],
        "KeyFingerprint": record["Fingerprint"],
    }


def cpu_credits(record: InstanceRecord) -> str:
    """Returns the CPU credits of an instance, empty if its type has none."""
    return record.get("CpuCredits", TYPES[record["InstanceType"]].credits)
