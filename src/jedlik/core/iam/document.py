"""Parses the documents of all kinds of policies.

A document is refused when it is stored, so evaluation meets only policies that it understands.
"""

from typing import Final

from jedlik.core.iam.compile import compiled
from jedlik.core.iam.faults import (
    DYNAMODB_KINDS,
    INVALID_JSON,
    NOT_A_POLICY,
    SYNTAX,
    SyntaxFaultError,
    UnknownFieldError,
    malformed,
    position_of,
    too_large,
)
from jedlik.core.iam.identity_rules import check_identity
from jedlik.core.iam.json_tree import NotJsonError, ObjectNode, WordNode, read
from jedlik.core.iam.new_documents import check_new_identity, check_new_trust
from jedlik.core.iam.policy import Policy, PolicyKind
from jedlik.core.iam.resource_rules import check_resource_policy
from jedlik.core.iam.trust_rules import check_key, check_trust
from jedlik.core.iam.written import WrittenPolicy, written_policy
from jedlik.core.limits import RESOURCE_POLICY_BYTES

_IDENTITY_KINDS: Final = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION)


def parse_policy(text: str, kind: PolicyKind) -> Policy:
    """Returns the compiled policy of a document.

    Raises Reject with the code and the words of the API that takes documents of this kind:
    MalformedPolicyDocument of IAM and STS, MalformedPolicyDocumentException of KMS, or
    ValidationException of DynamoDB. Quotas are not checked, except that of DynamoDB; the caller
    compares `Policy.characters` with those of IAM. Whether principals exist is not checked either:
    the caller knows it (`named_principals`, `faults.unknown_principal`).
    """
    if kind in DYNAMODB_KINDS and len(text.encode(errors="replace")) > RESOURCE_POLICY_BYTES:
        raise too_large(RESOURCE_POLICY_BYTES)
    written = _written(text, kind)
    if kind in _IDENTITY_KINDS:
        check_identity(written, kind)
    elif kind is PolicyKind.TRUST:
        check_trust(written)
    elif kind is PolicyKind.KEY:
        check_key(written)
    else:
        check_resource_policy(written, kind)
    return compiled(written, kind, text)


def parse_new_identity(text: str) -> Policy:
    """Returns the compiled policy of identities that is stored. Raises Reject.

    It must follow more rules than one that is evaluated, which may be older than these rules.
    """
    policy = parse_policy(text, PolicyKind.IDENTITY)
    check_new_identity(_written(text, PolicyKind.IDENTITY), text)
    return policy


def parse_new_trust(text: str) -> Policy:
    """Returns the compiled trust policy of a role that is created or changed. Raises Reject."""
    policy = parse_policy(text, PolicyKind.TRUST)
    check_new_trust(_written(text, PolicyKind.TRUST), text)
    return policy


def named_principals(policy: Policy) -> list[tuple[str, str]]:
    """Returns the principals that a policy names: type (AWS, Service, ...) and value, each once."""
    found = {
        (name, value): None
        for statement in policy.statements
        if statement.principals is not None
        for name, values in statement.principals.named.items()
        for value in values
    }
    return list(found)


def _written(text: str, kind: PolicyKind) -> WrittenPolicy:
    """Returns the elements of a document, or raises the error about its JSON or syntax."""
    says_json = kind in DYNAMODB_KINDS or kind in {PolicyKind.TRUST, PolicyKind.KEY}
    try:
        node = read(text)
    except NotJsonError:
        raise malformed(kind, INVALID_JSON if says_json else SYNTAX) from None
    try:
        if isinstance(node, ObjectNode):
            return written_policy(node)
    except SyntaxFaultError as fault:
        # Source: public logs of CreateRole, 2024 to 2026. They have no member of a statement.
        if kind is PolicyKind.TRUST and isinstance(fault, UnknownFieldError):
            raise malformed(kind, f"Unknown field {fault.name}") from None
        if kind not in DYNAMODB_KINDS:
            raise malformed(kind, SYNTAX) from None
        line, column = position_of(text, fault.offset)
        raise malformed(kind, f"Syntax error at position ({line},{column})") from None
    if kind not in DYNAMODB_KINDS:
        raise malformed(kind, SYNTAX)
    raise malformed(kind, NOT_A_POLICY if isinstance(node, WordNode) else INVALID_JSON)
