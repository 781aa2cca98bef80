"""The operations of EC2 that Jedlik has. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.ec2.operations import (
    attributes,
    images,
    instance_status,
    instance_types,
    instances,
    key_pairs,
    networks,
    profiles,
    regions,
    run_instances,
    state_changes,
    tags,
)

BUILT: Final[tuple[Operation, ...]] = (
    *attributes.OPERATIONS,
    *images.OPERATIONS,
    *instance_status.OPERATIONS,
    *instance_types.OPERATIONS,
    *instances.OPERATIONS,
    *key_pairs.OPERATIONS,
    *networks.OPERATIONS,
    *profiles.OPERATIONS,
    *regions.OPERATIONS,
    *run_instances.OPERATIONS,
    *state_changes.OPERATIONS,
    *tags.OPERATIONS,
)
