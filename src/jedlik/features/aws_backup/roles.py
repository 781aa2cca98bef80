"""What the role of a job may do.

A job acts in a session of its role, which AWS Backup opens. So the role must trust the service, and
its policies and those of the table decide, as they are when the job begins. In open mode nothing is
decided.

Source: AWS Backup Developer Guide, "IAM service roles"; the name of the session is from a message
of a user (aws-cf-templates #633).
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.iam.decision import decide
from jedlik.core.iam.denial import denial
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import Policies, trust_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import Caller, CallerKind, FixedContext, Request
from jedlik.engine.context import Context, Node
from jedlik.features.aws_backup.records import Place
from jedlik.features.aws_backup.refusals import no_role
from jedlik.features.identity.arns import arn_of, parse_iam_arn
from jedlik.features.identity.assume_role import role_at
from jedlik.features.identity.documents import evaluated_text
from jedlik.features.identity.policy_sources import (
    BrokenPolicyError,
    compiled_policies,
    policies_of_role,
)
from jedlik.features.identity.principals import role_principal
from jedlik.features.identity.records import RoleRecord
from jedlik.features.identity.sessions import Session
from jedlik.features.identity.transaction import Transaction
from jedlik.features.resource_policies.lookup import resource_policy

_SERVICE: Final = Caller(CallerKind.SERVICE, "", "backup.amazonaws.com")
_SESSION_S: Final = 3_600
CREATE: Final = ("dynamodb:CreateBackup",)
_RESTORED: Final = (
    *("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"),
)
WRITE: Final = tuple(f"dynamodb:{name}" for name in _RESTORED)
RESTORE: Final = ("dynamodb:RestoreTableFromBackup",)


async def check_role(transaction: Transaction, place: Place, arn: str) -> RoleRecord:
    """Returns the role with an ARN. Raises Reject if there is none, or if it does not trust AWS
    Backup.
    """
    parsed = parse_iam_arn(arn)
    if parsed is None or parsed.kind != "role" or parsed.account_id != place.account_id:
        raise no_role(arn)
    role = await role_at(transaction, parsed)
    if role is None or not _is_trusting(role):
        raise no_role(arn)
    return role


async def check_passed_role(
    transaction: Transaction, place: Place, arn: str, *, is_enforced: bool
) -> None:
    """Raises Reject if AWS Backup cannot act as a role. In open mode any ARN will do."""
    if is_enforced:
        await check_role(transaction, place, arn)
        return
    parsed = parse_iam_arn(arn)
    if parsed is None or parsed.kind != "role":
        raise no_role(arn)


async def refusal_of(
    node: Node, place: Place, role_arn: str, needed: Sequence[tuple[Sequence[str], str]]
) -> str | None:
    """Returns why a role may not do what a job does, None if it may.

    needed: actions, and the ARN of the table or the backup on which they act.
    """
    transaction = Transaction(node)
    try:
        role = await check_role(transaction, place, role_arn)
        policies = compiled_policies(await policies_of_role(transaction, role))
    except Reject as rejected:
        return rejected.error.message
    except BrokenPolicyError:
        return f"A policy of {role_arn} cannot be read"
    principal = role_principal(role, _session(role, transaction.now_s), policies)
    context = Context(node, place.region, principal)
    keys = FixedContext({**principal.keys, "aws:RequestedRegion": (place.region,)})
    for actions, resource in needed:
        name = resource.partition("/backup/")[0]
        table = await node.catalog.find(
            place.region, place.account_id, name.rpartition("table/")[2]
        )
        policy = await resource_policy(context, name, table)
        for action in actions:
            request = Request(principal.caller, action, resource, keys, place.account_id)
            decision = decide(request, policies.on(policy))
            if not decision.is_allowed:
                return denial(request, decision)
    return None


def _session(role: RoleRecord, now_s: int) -> Session:
    return {
        "AccountId": role["AccountId"],
        "Kind": "role",
        "EntityId": role["Id"],
        "Name": f"AWSBackup-{role['Name']}",
        "IssuedS": now_s,
        "ExpiresS": now_s + _SESSION_S,
        "IsOpen": False,
    }


def _is_trusting(role: RoleRecord) -> bool:
    """Returns whether the trust policy of a role lets AWS Backup assume it."""
    try:
        policy = parse_policy(evaluated_text(role["Trust"]), PolicyKind.TRUST)
    except Reject:  # what cannot be read allows nothing
        return False
    keys = FixedContext({"aws:SourceAccount": (role["AccountId"],)})
    request = Request(_SERVICE, "sts:AssumeRole", arn_of(role, "role"), keys, role["AccountId"])
    return decide(request, Policies(resource=trust_policy(policy))).is_allowed
