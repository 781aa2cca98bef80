"""What the caller of an operation on an instance must be allowed to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from jedlik.apis.authorization import Authorization, Rule
from jedlik.engine.context import Context
from jedlik.features.instances.records import Place


def on_instance(action: str) -> Rule:
    """Returns the rule of an action on the instance that InstanceId names."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        place = Place(context.account_id, context.region)
        return (Authorization(action, place.arn("instance", request["InstanceId"])),)

    return rule
