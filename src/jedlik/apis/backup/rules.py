"""What the caller of an operation of AWS Backup must be allowed to do.

Whoever begins a job, or makes a selection, passes a role to AWS Backup, and needs iam:PassRole for
it. Operations that list have no resource.

Source: Service Authorization Reference, "AWS Backup".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jedlik.apis.authorization import Authorization, Rule
from jedlik.apis.condition_keys import keys_of_tags
from jedlik.engine.context import Context
from jedlik.features.aws_backup.records import Place

PASS_ROLE: Final = "iam:PassRole"  # noqa: S105  (the name of an action)
_PASSED_TO: Final = (("iam:passedtoservice", ("backup.amazonaws.com",)),)
_Request = Mapping[str, Any]


def place_of(context: Context) -> Place:
    """Returns to what the resources of a request belong."""
    return Place(context.account_id, context.region)


def on_vault(action: str, *, passes_role: bool = False, tags: str = "") -> Rule:
    """Returns the rule of an action on a vault. tags: the member with the tags that it gets."""

    def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        arn = place_of(context).arn("backup-vault", request["BackupVaultName"])
        needed = [_tagged(Authorization(action, arn), request, tags)]
        return [*needed, *_passed(request)] if passes_role else needed

    return rule


def on_plan(action: str, tags: str = "") -> Rule:
    """Returns the rule of an action on a plan, or on one that has no id yet."""

    def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        arn = place_of(context).arn("backup-plan", request.get("BackupPlanId", "*"))
        needed = _tagged(Authorization(action, arn), request, tags)
        return [needed, *_passed(request.get("BackupSelection", {}))]

    return rule


def on_point(action: str) -> Rule:
    """Returns the rule of an action on a recovery point, and for the role that it passes."""

    def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        return [Authorization(action, request["RecoveryPointArn"]), *_passed(request)]

    return rule


def _passed(request: _Request) -> list[Authorization]:
    """Returns what is needed for the role that a request passes."""
    if "IamRoleArn" not in request:
        return []
    return [Authorization(PASS_ROLE, request["IamRoleArn"], keys=_PASSED_TO)]


def _tagged(needed: Authorization, request: _Request, member: str) -> Authorization:
    """Returns an authorization with the condition keys of the tags in a request."""
    tags = request.get(member) if member else None
    if not tags:
        return needed
    return needed._replace(keys=tuple(keys_of_tags(list(tags.items())).items()))
