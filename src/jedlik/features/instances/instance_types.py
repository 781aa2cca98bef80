"""The instance types that can be started: small ones, as examples and tests use them.

Source: "Amazon EC2 instance types" (public table): processors, memory in MiB, burstable.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.features.instances.refusals import invalid_value

DEFAULT: Final = "m1.small"  # Source: API Reference, RunInstances


class InstanceType(NamedTuple):
    """An instance type. credits: the CPU credits of a burstable type, empty for another."""

    processors: int
    memory_mib: int
    hypervisor: str
    credits: str = ""


TYPES: Final[Mapping[str, InstanceType]] = {
    "m1.small": InstanceType(1, 1740, "xen"),
    "m5.large": InstanceType(2, 8192, "nitro"),
    "m5.xlarge": InstanceType(4, 16384, "nitro"),
    "t2.medium": InstanceType(2, 4096, "xen", "standard"),
    "t2.micro": InstanceType(1, 1024, "xen", "standard"),
    "t2.nano": InstanceType(1, 512, "xen", "standard"),
    "t2.small": InstanceType(1, 2048, "xen", "standard"),
    "t3.large": InstanceType(2, 8192, "nitro", "unlimited"),
    "t3.medium": InstanceType(2, 4096, "nitro", "unlimited"),
    "t3.micro": InstanceType(2, 1024, "nitro", "unlimited"),
    "t3.nano": InstanceType(2, 512, "nitro", "unlimited"),
    "t3.small": InstanceType(2, 2048, "nitro", "unlimited"),
}


def check_type(name: str) -> None:
    """Raises Reject unless there is a type of this name."""
    if name not in TYPES:
        raise invalid_value(f"Invalid value '{name}' for InstanceType.")
