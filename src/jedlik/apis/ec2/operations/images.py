"""The one local image."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, flag, of
from jedlik.apis.ec2.model.images import (
    DESCRIBE_IMAGES,
    DescribeImagesRequest,
    DescribeImagesResponse,
    Image,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances import images
from jedlik.features.instances.records import Place

# Source: API Reference, DescribeImages.
_FILTERS: Final[Mapping[str, Values[Image]]] = {
    "architecture": of(lambda found: found["Architecture"]),
    "creation-date": of(lambda found: found["CreationDate"]),
    "description": of(lambda found: found["Description"]),
    "hypervisor": of(lambda found: found["Hypervisor"]),
    "image-id": of(lambda found: found["ImageId"]),
    "image-type": of(lambda found: found["ImageType"]),
    "is-public": of(lambda found: flag(found["Public"])),
    "name": of(lambda found: found["Name"]),
    "owner-alias": lambda found: (),
    "owner-id": of(lambda found: found["OwnerId"]),
    "platform-details": of(lambda found: found["PlatformDetails"]),
    "root-device-name": of(lambda found: found["RootDeviceName"]),
    "root-device-type": of(lambda found: found["RootDeviceType"]),
    "state": of(lambda found: found["State"]),
    "virtualization-type": of(lambda found: found["VirtualizationType"]),
}


async def _run(
    request: DescribeImagesRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeImagesResponse:
    for each in request.get("ImageIds", []):
        images.check_image(each, place.region)
    owners = request.get("Owners", [])
    users = request.get("ExecutableUsers", [])
    is_owned = not owners or "self" in owners or place.account_id in owners
    is_executable = not users or not {"all", "self", place.account_id}.isdisjoint(users)
    found = [_image(place)] if is_owned and is_executable else []
    passed = filtered(found, request.get("Filters", []), _FILTERS, lambda each: {})
    shown, token = page(request, passed, lambda each: each["ImageId"], "ImageIds")
    answer: DescribeImagesResponse = {"Images": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


def _image(place: Place) -> Image:
    return {
        "PlatformDetails": "Linux/UNIX",
        "UsageOperation": "RunInstances",
        "Description": images.DESCRIPTION,
        "EnaSupport": True,
        "Hypervisor": "xen",
        "Name": images.NAME,
        "RootDeviceName": images.ROOT_DEVICE,
        "RootDeviceType": "ebs",
        "VirtualizationType": "hvm",
        "ImageId": images.image_id(place.region),
        "ImageLocation": f"{place.account_id}/{images.NAME}",
        "State": "available",
        "OwnerId": place.account_id,
        "CreationDate": images.CREATED,
        "Public": True,
        "Architecture": images.ARCHITECTURE,
        "ImageType": "machine",
    }


OPERATIONS: Final = (
    ec2_operation(
        "DescribeImages", Access.READ, DESCRIBE_IMAGES, account_wide("ec2:DescribeImages"), _run
    ),
)
