"""The errors of IAM, as the rules of this feature raise them.

Sources of the texts: answers recorded in LocalStack's tests of IAM (February 2026), where a comment
says nothing else. Codes and status: the service model.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.features.identity.records import Kind

_MISSING: Final[Mapping[Kind, str]] = {
    "user": "The user with name {} cannot be found.",
    "group": "The group with name {} cannot be found.",
    "role": "The role with name {} cannot be found.",
    "policy": "Policy {} does not exist or is not attachable.",
    "instance-profile": "Instance Profile {} cannot be found.",
    "oidc-provider": "OpenId connect Provider {} cannot be found.",
}
_TAKEN: Final[Mapping[Kind, str]] = {
    "user": "User with name {} already exists.",
    "group": "Group with name {} already exists.",
    "role": "Role with name {} already exists.",
    "policy": "A policy called {} already exists. Duplicate names are not allowed.",
    "instance-profile": "Instance Profile {} already exists.",
    "oidc-provider": "Provider with url {} already exists.",
}


def missing(kind: Kind, name: str) -> Reject:
    """Returns the error for an entity that does not exist. name: or the ARN."""
    return no_such_entity(_MISSING[kind].format(name))


def taken(kind: Kind, name: str) -> Reject:
    """Returns the error for a name that another entity has."""
    return Reject(ServiceError("EntityAlreadyExists", _TAKEN[kind].format(name)))


def no_such_entity(text: str) -> Reject:
    """Returns NoSuchEntity."""
    return Reject(ServiceError("NoSuchEntity", text))


def delete_conflict(what: str) -> Reject:
    """Returns the error for an entity that something else still refers to."""
    return Reject(ServiceError("DeleteConflict", f"Cannot delete entity, must {what} first."))


def quota_exceeded(quota: str, limit: int) -> Reject:
    """Returns the error for a quota."""
    return limit_exceeded(f"Cannot exceed quota for {quota}: {limit}")


def limit_exceeded(text: str) -> Reject:
    """Returns LimitExceeded."""
    return Reject(ServiceError("LimitExceeded", text))


def invalid_input(text: str) -> Reject:
    """Returns InvalidInput."""
    return Reject(ServiceError("InvalidInput", text))
