"""The errors of documents: each API has its own code and words.

A fault of syntax is noticed before it is known which words apply, so it travels as SyntaxFaultError
from the reader of the document to `document.parse_policy`, which alone catches it.

Sources: answers recorded in ack-api-quirks (DynamoDB, 2026) and LocalStack's snapshots (trust
policies, 2026); moto `iam/policy_validation.py` (identity policies).
"""

from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError
from jedlik.core.iam.policy import PolicyKind, Position

DYNAMODB_KINDS: Final = (PolicyKind.TABLE, PolicyKind.STREAM)

SYNTAX: Final = "Syntax errors in policy."
LEGACY: Final = "The policy failed legacy parsing"
INVALID_JSON: Final = "This policy contains invalid Json"
NOT_A_POLICY: Final = "This text appears not to be a policy"
NO_PRINCIPALS: Final = (
    "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in"
    " policy has a statement with no principals!"
)
UNBOUNDED: Final = (
    "Resource-based policy grants unbounded access in one or more elements. Please revise the"
    " policy to ensure least-privilege form of access"
)
_IN_DOCUMENT: Final = REQUEST_INVALID + "Invalid policy document: "


class SyntaxFaultError(Exception):
    """A document has a wrong form. offset: where this is noticed, in characters."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class UnknownFieldError(SyntaxFaultError):
    """A document has a member that no document has. name: of the first one."""

    def __init__(self, name: str, offset: int) -> None:
        super().__init__(offset)
        self.name = name


def malformed(kind: PolicyKind, text: str) -> Reject:
    """Returns the error of a document in the words of its API. The caller raises it."""
    if kind in DYNAMODB_KINDS:
        return Reject(ServiceError("ValidationException", _IN_DOCUMENT + text))
    code = (
        "MalformedPolicyDocumentException" if kind is PolicyKind.KEY else "MalformedPolicyDocument"
    )
    return Reject(ServiceError(code, text))


def too_large(limit_bytes: int) -> Reject:
    """Returns the error of a table's policy that is too large. The caller raises it."""
    text = f"Maximum policy size of {limit_bytes} bytes exceeded"
    return Reject(ServiceError("ValidationException", REQUEST_INVALID + text))


def unbounded() -> Reject:
    """Returns the error of a table's policy that allows everyone. The caller raises it."""
    return Reject(ServiceError("ValidationException", UNBOUNDED))


def unknown_principal(kind: PolicyKind, principal_type: str, value: str) -> Reject:
    """Returns the error of a principal that does not exist. The caller, who knows it, raises it."""
    if kind in DYNAMODB_KINDS:
        text = REQUEST_INVALID + "Invalid principal in policy document."
        return Reject(ServiceError("ValidationException", text))
    return malformed(kind, f'Invalid principal in policy: "{principal_type}":"{value}"')


def position_of(text: str, offset: int) -> Position:
    """Returns the line and column of an offset."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - line_start + 1)
