"""What a new trust policy must evaluate if it trusts a provider that strangers use too.

Everybody may get tokens of GitHub, so a role that trusts its provider without looking at the
subject is a role for everybody. The service refuses such a policy when it is stored, and goes on
evaluating those that were stored before. It looks at whether there is a value other than `*`:
`repo:*` is accepted, and so is a list with `*` in it.

Sources: public answers of CreateRole and UpdateAssumeRolePolicy of 2026 with this text, in full in
nine repositories; two of them list which values were refused and accepted (none and `*`; `repo:*`,
`repo:*/*`, and a list of a repository and `*`).
"""

from collections.abc import Iterator
from typing import Final

from jedlik.core.iam.faults import malformed
from jedlik.core.iam.pattern import pattern
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.written import Element, WrittenPolicy, WrittenStatement

_ACTION: Final = "sts:assumerolewithwebidentity"
_GITHUB: Final = "token.actions.githubusercontent.com"
_CLAIMS: Final = (f"{_GITHUB}:sub", f"{_GITHUB}:job_workflow_ref")
_OPERATORS: Final = ("StringEquals", "StringLike", "StringEqualsIgnoreCase")
_ALL: Final = "*"


def check_shared_providers(policy: WrittenPolicy) -> None:
    """Raises Reject for a statement that lets everybody assume the role."""
    for statement in policy.statements:
        if not statement.is_allow or not _is_about_tokens(statement.action):
            continue
        for provider in _providers(statement):
            if not _is_scoped(statement):
                raise malformed(
                    PolicyKind.TRUST,
                    f"Trust policy with trusted principal {provider} must evaluate, using"
                    f" {_OPERATORS[0]}, {_OPERATORS[1]} or {_OPERATORS[2]}, {_CLAIMS[0]} or"
                    f" {_CLAIMS[1]} which is not scoped to all.",
                )


def _is_about_tokens(action: Element | None) -> bool:
    if action is None:
        return False
    named = any(pattern(text.lower()).matches(_ACTION) for text in action.texts)
    return named is not action.is_negated


def _providers(statement: WrittenStatement) -> Iterator[str]:
    """Yields the ARNs of the shared providers that a statement trusts."""
    principal = statement.principal
    if principal is not None and not principal.is_negated:
        for value in principal.named.get("Federated", ()):
            if value.startswith("arn:") and value.endswith(f":oidc-provider/{_GITHUB}"):
                yield value


def _is_scoped(statement: WrittenStatement) -> bool:
    return any(
        each.comparison.operator.name in _OPERATORS
        and each.key.lower() in _CLAIMS
        and any(text != _ALL for text in each.texts)
        for each in statement.conditions
    )
