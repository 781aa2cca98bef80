"""The operations of IAM that Jedlik has. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.iam.operations import (
    access_keys,
    account,
    attachments,
    authorization_details,
    groups,
    inline_policies,
    instance_profiles,
    openid_providers,
    other_credentials,
    passwords,
    policies,
    roles,
    service_linked_roles,
    simulation,
    tags,
    users,
)

BUILT: Final[tuple[Operation, ...]] = (
    *access_keys.OPERATIONS,
    *account.OPERATIONS,
    *attachments.OPERATIONS,
    *authorization_details.OPERATIONS,
    *groups.OPERATIONS,
    *inline_policies.OPERATIONS,
    *instance_profiles.OPERATIONS,
    *openid_providers.OPERATIONS,
    *other_credentials.OPERATIONS,
    *passwords.OPERATIONS,
    *policies.OPERATIONS,
    *roles.OPERATIONS,
    *service_linked_roles.OPERATIONS,
    *simulation.OPERATIONS,
    *tags.OPERATIONS,
    *users.OPERATIONS,
)
