"""What the APIs add to decisions about their actions.

An action belongs to the APIs whose prefix it has. DynamoDB and its streams have the same.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.apis.api import NO_PERMISSIONS, Api, Denial
from jedlik.apis.backup.api import BACKUP
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.apis.ec2.api import EC2
from jedlik.apis.iam.api import IAM
from jedlik.apis.kms.api import KMS
from jedlik.apis.sts.api import STS
from jedlik.core.errors import invalid

_APIS: Final[Sequence[Api]] = (DYNAMODB, DYNAMODB_STREAMS, IAM, STS, EC2, KMS, BACKUP)
# Operations that need other actions than one with their name. Source: Service Authorization
# Reference; the rules of the operations.
_ITEM_WRITES: Final = ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
_STATEMENTS: Final = ("PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete")
_OTHER_ACTIONS: Final[Mapping[str, Sequence[str]]] = {
    "TransactGetItems": ("GetItem",),
    "TransactWriteItems": _ITEM_WRITES,
    "ExecuteStatement": _STATEMENTS,
    "BatchExecuteStatement": _STATEMENTS,
    "ExecuteTransaction": _STATEMENTS,
}


def action_named(text: str) -> str:
    """Returns the action in a text: `service:Name`, or the name of an operation.

    Raises Reject with ValidationException.
    """
    prefix, colon, name = text.rpartition(":")
    if not colon:
        found = next((each for each in _APIS if text in each.names), None)
        if found is None:
            raise invalid(f"Action must be service:Name, or the name of an operation: {text}")
        prefix, name = found.iam_prefix, text
    others = _OTHER_ACTIONS.get(name)
    if prefix == DYNAMODB.iam_prefix and others is not None:
        actions = " or ".join(f"{prefix}:{each}" for each in others)
        raise invalid(f"There is no action {name}. What it does needs {actions}: ask about these")
    if not prefix or not name or ":" in prefix or "*" in text or "?" in text or " " in text:
        raise invalid(f"Action must be service:Name, or the name of an operation: {text}")
    return f"{prefix}:{name}"


def is_shared(action: str) -> bool:
    """Returns whether the policy of a resource may allow an action to other accounts."""
    return any(action in each.permissions.shared_actions for each in _APIS)


def denial_of(action: str) -> Denial:
    """Returns what words the refusals of an action."""
    prefix = action.partition(":")[0]
    found = next((each.permissions for each in _APIS if each.iam_prefix == prefix), NO_PERMISSIONS)
    return found.denial
