"""The rules for policies of tables and streams, in the words of DynamoDB.

Sources: answers recorded in ack-api-quirks, October 2026 (services/dynamodb, entries 211, 212 and
356); Developer Guide, "DynamoDB API operations supported by resource-based policies" and "Blocking
public access with resource-based policies". What is not recorded: the words for a resource that is
no ARN, and the order of the checks.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.iam.faults import malformed, unbounded
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.principal import ANYONE
from jedlik.core.iam.request import arn_parts
from jedlik.core.iam.written import Element, WrittenCondition, WrittenPolicy, WrittenStatement

_STREAM_ACTIONS: Final = ("DescribeStream", "GetRecords", "GetShardIterator")
_SHARED_ACTIONS: Final = (
    *("GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy"),
    *("TagResource", "UntagResource", "ListTagsOfResource"),
)
_TABLE_ACTIONS: Final = (
    *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "SearchVectors"),
    *("BatchGetItem", "BatchWriteItem", "ConditionCheckItem"),
    *("PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"),
    *("DescribeTable", "UpdateTable", "DeleteTable"),
    *("DescribeTableReplicaAutoScaling", "UpdateTableReplicaAutoScaling"),
    *("DescribeTimeToLive", "UpdateTimeToLive"),
    *("DescribeContinuousBackups", "UpdateContinuousBackups"),
    *("DescribeKinesisStreamingDestination", "EnableKinesisStreamingDestination"),
    *("DisableKinesisStreamingDestination", "UpdateKinesisStreamingDestination"),
    *("DescribeContributorInsights", "UpdateContributorInsights"),
    *("CreateBackup", "ExportTableToPointInTime", "RestoreTableToPointInTime"),
    *("AssociateTableReplica", "CreateTableReplica", "DeleteTableReplica"),
    *("ReadDataForReplication", "WriteDataForReplication", "ReplicateSettings"),
)


def _names(actions: Sequence[str]) -> frozenset[str]:
    return frozenset(f"dynamodb:{action}".lower() for action in actions)


_ACTIONS: Final = {
    PolicyKind.TABLE: _names((*_TABLE_ACTIONS, *_SHARED_ACTIONS)),
    PolicyKind.STREAM: _names((*_STREAM_ACTIONS, *_SHARED_ACTIONS)),
}
# Keys that can limit an Allow to everyone to known callers or places, in lower case.
_LIMITING_KEYS: Final = frozenset(
    {
        *("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:userid"),
        *("aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:sourceip"),
        *("aws:sourcevpc", "aws:sourcevpce", "aws:sourceorgid"),
    }
)
# An address range of the whole Internet limits nothing.
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")
_WILDCARDS: Final = ("*", "?", "${")
_TABLE: Final = "table/"


def check_resource_policy(policy: WrittenPolicy, kind: PolicyKind) -> None:
    """Raises the first error of a policy of a table or stream."""
    statements = policy.statements
    if not statements:
        raise malformed(kind, "Could not parse the policy: Statement is empty!")
    for statement in statements:
        missing = _missing_field(statement)
        if missing is not None:
            raise malformed(kind, f"Missing required field {missing}")
    sids = [each.sid for each in statements if each.sid]
    if len(set(sids)) < len(sids):
        raise malformed(kind, "The Statement Ids in the policy are not unique")
    invalid = [name for each in statements for name in _invalid_actions(each.action, kind)]
    if invalid:
        names = ", ".join(f'"{name}"' for name in invalid)
        raise malformed(kind, f"The following action names are invalid: {names}")
    for statement in statements:
        for resource in () if statement.resource is None else statement.resource.texts:
            fault = _resource_fault(resource, kind)
            if fault is not None:
                raise malformed(kind, fault)
    if any(_is_unbounded(each) for each in statements):
        raise unbounded()


def _missing_field(statement: WrittenStatement) -> str | None:
    if statement.effect is None:
        return "Effect"
    if statement.principal is None or statement.principal.is_empty:
        return "Principal"
    if statement.action is None or not statement.action.texts:
        return "Action"
    if statement.resource is None or not statement.resource.texts:
        return "Resource"
    return None


def _invalid_actions(element: Element | None, kind: PolicyKind) -> list[str]:
    names = () if element is None else element.texts
    return [
        name
        for name in names
        if "*" not in name and "?" not in name and name.lower() not in _ACTIONS[kind]
    ]


def _resource_fault(resource: str, kind: PolicyKind) -> str | None:
    if resource == "*":
        return None
    parts = arn_parts(resource)
    if parts[0] != "arn":
        return f'Resource {resource} must be in ARN format or "*".'
    relative = parts[-1]
    has_wildcard = any(each in relative for each in _WILDCARDS)
    is_stream = "/stream/" in relative
    fits = is_stream if kind is PolicyKind.STREAM else not is_stream
    if has_wildcard or (relative.startswith(_TABLE) and fits):
        return None
    return f'The relative-id "{relative}" is invalid for ARN "{resource}"'


def _is_unbounded(statement: WrittenStatement) -> bool:
    """Returns whether a statement allows everyone and no condition limits it to known callers."""
    principal = statement.principal
    if not statement.is_allow or principal is None:
        return False
    if not principal.is_negated and ANYONE not in principal.named.get("AWS", ()):
        return False
    return not any(_limits(condition) for condition in statement.conditions)


def _limits(condition: WrittenCondition) -> bool:
    compared = condition.comparison
    if compared.operator.is_negated or compared.if_exists or compared.operator.name == "Null":
        return False
    if condition.key.lower() not in _LIMITING_KEYS or condition.name.startswith("ForAllValues:"):
        return False
    return all(
        text not in _EVERYWHERE and not any(each in text for each in _WILDCARDS)
        for text in condition.texts
    )
