"""The members of RunInstances as the settings of an instance."""

import base64
import binascii
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import orjson

from jedlik.apis.ec2.model.instances import RunInstancesRequest
from jedlik.core.errors import Reject
from jedlik.features.instances import places
from jedlik.features.instances.images import check_image
from jedlik.features.instances.instance_types import DEFAULT, check_type
from jedlik.features.instances.records import EndpointOptions, InstanceSettings, Place
from jedlik.features.instances.refusals import combination, invalid_value, refusal
from jedlik.features.instances.tags import checked_tags

USER_DATA_BYTES: Final = 16 * 1024
_HOPS_MAX: Final = 64
# Source: EC2 User Guide, "Configure instance metadata options". An image may ask for version 2;
# the local one does, as those of Amazon Linux 2023 do.
_ENDPOINT: Final[EndpointOptions] = {
    "HttpTokens": "required",
    "HttpPutResponseHopLimit": 2,
    "HttpEndpoint": "enabled",
    "HttpProtocolIpv6": "disabled",
    "InstanceMetadataTags": "disabled",
}


def settings_of(request: RunInstancesRequest, place: Place) -> InstanceSettings:
    """Returns the settings of the instances of a request. Raises Reject."""
    if "ImageId" not in request:
        raise refusal("MissingParameter", "The request must contain the parameter ImageId")
    check_image(request["ImageId"], place.region)
    instance_type = request.get("InstanceType", DEFAULT)
    check_type(instance_type)
    _check_groups(request, place)
    settings: InstanceSettings = {
        "ImageId": request["ImageId"],
        "InstanceType": instance_type,
        "Zone": _zone(request, place),
        "Tags": tags_for("instance", request),
        "Endpoint": changed_options(_ENDPOINT, request.get("MetadataOptions", {})),
        "IsProtected": request.get("DisableApiTermination", False),
        "CannotStop": request.get("DisableApiStop", False),
        "IsMonitored": request.get("Monitoring", {}).get("Enabled", False),
        "ShutdownBehavior": request.get("InstanceInitiatedShutdownBehavior", "stop"),
    }
    if "KeyName" in request:
        settings["KeyName"] = request["KeyName"]
    if "UserData" in request:
        settings["UserData"] = checked_user_data(request["UserData"])
    if "CreditSpecification" in request:
        settings["CpuCredits"] = request["CreditSpecification"]["CpuCredits"]
    return settings


def digest_of(request: RunInstancesRequest) -> str:
    """Returns a digest of the members that a repetition of a request must have too."""
    members = {name: value for name, value in request.items() if name != "ClientToken"}
    return sha256(orjson.dumps(members, option=orjson.OPT_SORT_KEYS)).hexdigest()


def tags_for(kind: str, request: Mapping[str, Any]) -> dict[str, str]:
    """Returns the tags that a request gives to what it makes. kind: such as `instance`."""
    found = [
        tag
        for each in request.get("TagSpecifications", ())
        if each.get("ResourceType") == kind
        for tag in each.get("Tags", ())
    ]
    return checked_tags(found)


def changed_options(options: EndpointOptions, given: Mapping[str, Any]) -> EndpointOptions:
    """Returns options with those that a request gives. Raises Reject."""
    hops = given.get("HttpPutResponseHopLimit")
    if hops is not None and not 1 <= hops <= _HOPS_MAX:
        text = f"A value between 1 and {_HOPS_MAX} must be provided for HttpPutResponseHopLimit."
        raise invalid_value(text)
    changed = options.copy()
    changed.update({name: given[name] for name in options if name in given})  # type: ignore[typeddict-item]
    return changed


def checked_user_data(text: str) -> str:
    """Returns user data in base64 if it can be decoded. Raises Reject."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _malformed("Invalid BASE64 encoding of user data.") from None
    if len(data) > USER_DATA_BYTES:
        raise _malformed(f"User data is limited to {USER_DATA_BYTES} bytes")
    return text


def _malformed(text: str) -> Reject:
    return refusal("InvalidUserData.Malformed", text)


def _zone(request: RunInstancesRequest, place: Place) -> str:
    if "SubnetId" in request:
        return places.zone_of_subnet(place, request["SubnetId"]).name
    named = request.get("Placement", {}).get("AvailabilityZone")
    return places.zones(place)[0].name if named is None else places.zone_named(place, named).name


def _check_groups(request: RunInstancesRequest, place: Place) -> None:
    """Raises Reject for a security group other than the default one, which alone exists."""
    names, ids = request.get("SecurityGroups", []), request.get("SecurityGroupIds", [])
    if names and "SubnetId" in request:
        raise combination("The parameter groupName cannot be used with the parameter subnet")
    for wanted, existing in ((names, "default"), (ids, places.group_id(place))):
        for each in wanted:
            if each != existing:
                text = f"The security group '{each}' does not exist"
                raise refusal("InvalidGroup.NotFound", text)
