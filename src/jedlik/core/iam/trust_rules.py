"""The rules for trust policies and for policies of KMS keys.

Sources: LocalStack's snapshots of IAM, recorded in February 2026; public reports of the texts about
principals (databrickslabs/ucx 2269, terraform-aws-iam 47).
"""

from jedlik.core.iam.faults import NO_PRINCIPALS, SYNTAX, malformed
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.written import WrittenPolicy


def check_trust(policy: WrittenPolicy) -> None:
    """Raises the first error of a trust policy."""
    kind = PolicyKind.TRUST
    _check_required(policy, kind)
    for statement in policy.statements:
        if statement.resource is not None:
            name = "NotResource" if statement.resource.is_negated else "Resource"
            raise malformed(kind, f"Has prohibited field {name}")
        if statement.principal is None or statement.principal.is_empty:
            raise malformed(kind, NO_PRINCIPALS)
        actions = () if statement.action is None else statement.action.texts
        if not all(action.lower().startswith("sts:") for action in actions):
            raise malformed(kind, "AssumeRole policy may only specify STS AssumeRole actions.")


def check_key(policy: WrittenPolicy) -> None:
    """Raises the first error of a policy of a KMS key. Its texts are not recorded."""
    kind = PolicyKind.KEY
    _check_required(policy, kind)
    for statement in policy.statements:
        if statement.principal is None or statement.principal.is_empty:
            raise malformed(kind, NO_PRINCIPALS)
        if statement.resource is None or not statement.resource.texts:
            raise malformed(kind, "Policy statement must contain resources.")


def _check_required(policy: WrittenPolicy, kind: PolicyKind) -> None:
    statements = policy.statements
    if not statements or any(each.effect is None for each in statements):
        raise malformed(kind, SYNTAX)
    if any(each.action is None or not each.action.texts for each in statements):
        raise malformed(kind, "Policy statement must contain actions.")
