"""What a policy may ask about a request of IAM: tags, and the policies that the request is about.

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity
and Access Management".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, final

from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.core.iam.request import Values
from jedlik.features.identity.records import EntityRecord

Keys = tuple[tuple[str, Values], ...]

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
_RESOURCE_TAGS: Final = ("aws:resourcetag/", "iam:resourcetag/")
_REQUEST_TAG: Final = "aws:requesttag/"


@final
class IamKeys(ConditionKeys):
    """The keys of an authorization, which its rule has found."""

    def __init__(self, authorization: Authorization) -> None:
        super().__init__()
        self._keys = dict(authorization.keys)

    def get(self, key: str) -> Values | None:
        """See ConditionKeys.get. Policies do not tell tags apart that differ only in case."""
        found = self._keys.get(key)
        if found is not None and len(found) > 1 and "tag/" in key:
            self.is_undecidable = True
            return None
        return found


def is_about_boundary(action: str) -> bool:
    """Returns whether a policy may ask which boundary a user or role has, for an action."""
    return action in _ABOUT_BOUNDARY


def keys_of_request(action: str, request: Mapping[str, Any]) -> dict[str, Values]:
    """Returns the keys whose values are members of the request."""
    keys: dict[str, Values] = {}
    if "Tags" in request:
        tags = [(each["Key"], each["Value"]) for each in request["Tags"]]
        keys.update(_tags((_REQUEST_TAG,), tags))
        keys["aws:tagkeys"] = tuple(key for key, _ in tags)
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


def keys_of_resource(record: EntityRecord) -> dict[str, Values]:
    """Returns the keys whose values are tags of the entity."""
    return _tags(_RESOURCE_TAGS, list(record["Tags"].items()))


def _tags(prefixes: Sequence[str], tags: Sequence[tuple[str, str]]) -> dict[str, Values]:
    keys: dict[str, Values] = {}
    for key, value in tags:
        for prefix in prefixes:
            name = f"{prefix}{key.lower()}"
            keys[name] = (*keys.get(name, ()), value)
    return keys
