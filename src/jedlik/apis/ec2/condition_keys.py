"""The condition keys of EC2: tags in requests, the service that gets a role, the instance type.

The tags that a resource has are not known here. A policy that asks for them denies the request.

Source: Service Authorization Reference, "Condition keys for Amazon EC2".
"""

from typing import Final

from jedlik.apis.api import Checked
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.ec2.rules import PASS_ROLE, TAG
from jedlik.engine.table import Table
from jedlik.features.instances.instance_types import DEFAULT

_Values = tuple[str, ...] | None

_REQUEST_TAG: Final = "aws:requesttag/"
_RESOURCE_TAGS: Final = ("aws:resourcetag/", "ec2:resourcetag/")


class Ec2Keys(ConditionKeys):
    """The condition keys of one authorization."""

    def __init__(self, checked: Checked, needed: Authorization) -> None:
        super().__init__()
        self._request = checked.request
        self._operation = checked.operation.name
        self._needed = needed

    def get(self, key: str) -> _Values:
        """See ConditionKeys."""
        if self._needed.action == PASS_ROLE:
            return ("ec2.amazonaws.com",) if key == "iam:passedtoservice" else None
        if key.startswith(_RESOURCE_TAGS):
            self.is_undecidable = True
            return None
        if key == "aws:tagkeys":
            return tuple(self._tags()) or None
        if key.startswith(_REQUEST_TAG):
            wanted = key.removeprefix(_REQUEST_TAG)
            return tuple(v for k, v in self._tags().items() if k.lower() == wanted)[:1] or None
        if key == "ec2:createaction" and self._needed.action == TAG:
            return None if self._operation == "CreateTags" else (self._operation,)
        if key == "ec2:instancetype" and self._operation == "RunInstances":
            return (self._request.get("InstanceType", DEFAULT),)
        return None

    def _tags(self) -> dict[str, str]:
        """Returns the tags in a request that are for the kind of the resource, by key."""
        found = list(self._request.get("Tags", ()))
        for each in self._request.get("TagSpecifications", ()):
            if f":{each.get('ResourceType', '')}/" in self._needed.resource:
                found += each.get("Tags", ())
        return {tag.get("Key", ""): tag.get("Value", "") for tag in found}


def condition_keys(checked: Checked, needed: Authorization, table: Table | None) -> ConditionKeys:
    """Returns the condition keys of an authorization of a request."""
    return Ec2Keys(checked, needed)
