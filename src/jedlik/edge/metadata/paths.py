"""The values under `/latest` of a metadata endpoint, except credentials.

A value is at a path such as `meta-data/placement/region`. A path that ends in a slash lists what is
under it, one name on each line; a name with values under it ends in a slash too.

Source: EC2 User Guide, "Instance metadata categories", and "Instance identity documents".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

import orjson

from jedlik.edge.metadata.facts import Facts

CREDENTIALS: Final = "meta-data/iam/security-credentials/"


def values(facts: Facts, now_s: float) -> dict[str, bytes]:
    """Returns every value by its path. That of the credentials of the role is empty.

    now_s: Unix time.
    """
    mac = _mac(facts)
    network = f"network/interfaces/macs/{mac}"
    shown: dict[str, str] = {
        "ami-id": facts.image_id,
        "ami-launch-index": str(facts.launch_index),
        "hostname": facts.host_name,
        "instance-action": "none",
        "instance-id": facts.instance_id,
        "instance-life-cycle": "on-demand",
        "instance-type": facts.instance_type,
        "local-hostname": facts.host_name,
        "local-ipv4": facts.private_ip,
        "mac": mac,
        f"{network}/device-number": "0",
        f"{network}/local-hostname": facts.host_name,
        f"{network}/local-ipv4s": facts.private_ip,
        f"{network}/mac": mac,
        f"{network}/owner-id": facts.account_id,
        f"{network}/security-groups": "\n".join(facts.security_groups),
        f"{network}/subnet-id": facts.subnet_id,
        f"{network}/vpc-id": facts.vpc_id,
        "placement/availability-zone": facts.zone,
        "placement/availability-zone-id": facts.zone_id,
        "placement/region": facts.region,
        "reservation-id": facts.reservation_id,
        "security-groups": "\n".join(facts.security_groups),
        "services/domain": "amazonaws.com",
        "services/partition": "aws",
        **{f"tags/instance/{key}": value for key, value in facts.tags.items()},
    }
    if facts.public_key is not None:
        shown["public-keys/0/openssh-key"] = f"{facts.public_key} {facts.key_name}\n"
    found = {f"meta-data/{path}": value.encode() for path, value in shown.items()}
    found["dynamic/instance-identity/document"] = _identity_document(facts)
    if facts.user_data is not None:
        found["user-data"] = facts.user_data
    if facts.profile is not None:
        found["meta-data/iam/info"] = _profile_info(facts, now_s)
        found[CREDENTIALS + facts.profile.role_name] = b""
    return found


def listing(found: Mapping[str, bytes], folder: str) -> bytes | None:
    """Returns the names in a folder, None if there is none. folder: with a slash, or empty."""
    names: dict[str, None] = {}
    for path in found:
        if path.startswith(folder):
            name, slash, _ = path[len(folder) :].partition("/")
            names[name + slash] = None
    if not names:
        return None
    if folder == "meta-data/public-keys/":  # as the service lists them: number and name
        return b"0=" + found["meta-data/public-keys/0/openssh-key"].split()[-1]
    return "\n".join(sorted(names)).encode()


def time_text(seconds: float) -> str:
    """Returns Unix time in the one form that SDKs parse."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _profile_info(facts: Facts, now_s: float) -> bytes:
    assert facts.profile is not None
    return _json(
        {
            "Code": "Success",
            "LastUpdated": time_text(now_s),
            "InstanceProfileArn": facts.profile.arn,
            "InstanceProfileId": facts.profile.profile_id,
        }
    )


def _identity_document(facts: Facts) -> bytes:
    return _json(
        {
            "accountId": facts.account_id,
            "architecture": facts.architecture,
            "availabilityZone": facts.zone,
            "billingProducts": None,
            "devpayProductCodes": None,
            "marketplaceProductCodes": None,
            "imageId": facts.image_id,
            "instanceId": facts.instance_id,
            "instanceType": facts.instance_type,
            "kernelId": None,
            "pendingTime": time_text(facts.launch_s),
            "privateIp": facts.private_ip,
            "ramdiskId": None,
            "region": facts.region,
            "version": "2017-09-30",
        }
    )


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)


def _mac(facts: Facts) -> str:
    """Returns the hardware address of an instance, one that no maker of hardware can have."""
    digits = blake2b(facts.instance_id.encode(), digest_size=5).hexdigest()
    return ":".join(["02", *(digits[at : at + 2] for at in range(0, len(digits), 2))])
