"""What a policy may ask about a request of IAM: tags, and the policies that the request is about.

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity
and Access Management".
"""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.apis.condition_keys import Keys, keys_of_tags, tag_keys
from jedlik.features.identity.records import EntityRecord

BOUNDARY: Final = "iam:permissionsboundary"
_ATTACHES: Final = ("Attach", "Detach")
# A request of these names the boundary. Those of _ABOUT_BOUNDARY are about the one that the user
# or role has.
_NAMES_BOUNDARY: Final = frozenset(
    ("CreateRole", "CreateUser", "PutRolePermissionsBoundary", "PutUserPermissionsBoundary")
)
_ABOUT_BOUNDARY: Final = frozenset(
    f"{verb}{kind}{thing}"
    for kind in ("Role", "User")
    for verb, thing in (
        *(("Attach", "Policy"), ("Detach", "Policy"), ("Put", "Policy"), ("Delete", "Policy")),
        ("Delete", "PermissionsBoundary"),
    )
)


def is_about_boundary(action: str) -> bool:
    """Returns whether a policy may ask which boundary a user or role has, for an action."""
    return action in _ABOUT_BOUNDARY


def keys_of_request(action: str, request: Mapping[str, Any]) -> Keys:
    """Returns the keys whose values are members of the request."""
    keys: Keys = {}
    if "Tags" in request:
        tags = [(each["Key"], each["Value"]) for each in request["Tags"]]
        keys.update(keys_of_tags(tags))
    elif "TagKeys" in request:
        keys["aws:tagkeys"] = tuple(request["TagKeys"])
    if action.startswith(_ATTACHES):
        keys["iam:policyarn"] = (request["PolicyArn"],)
    if action in _NAMES_BOUNDARY and "PermissionsBoundary" in request:
        keys[BOUNDARY] = (request["PermissionsBoundary"],)
    if action == "CreateServiceLinkedRole":
        keys["iam:awsservicename"] = (request["AWSServiceName"],)
    if action == "PassRole":  # only instances get roles
        keys["iam:passedtoservice"] = ("ec2.amazonaws.com",)
    return keys


def keys_of_resource(record: EntityRecord) -> Keys:
    """Returns the keys whose values are tags of the entity."""
    tags = list(record["Tags"].items())
    return {**tag_keys("aws:resourcetag/", tags), **tag_keys("iam:resourcetag/", tags)}
