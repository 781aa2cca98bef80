"""Documents of resource policies, for operations.

Most servers never store one, so the policy language is imported at the first document.
"""

from typing import TYPE_CHECKING

from jedlik.engine.context import Context
from jedlik.engine.table_record import StoredResourcePolicy
from jedlik.features.resource_policies.rules import Document

if TYPE_CHECKING:
    from jedlik.core.iam.policy import Policy


def parsed_policy(text: str, *, is_stream: bool) -> "Policy":
    """Returns the policy of a table or stream, parsed. Raises Reject."""
    from jedlik.core.iam.document import parse_policy  # noqa: PLC0415  (see above)
    from jedlik.core.iam.policy import PolicyKind  # noqa: PLC0415

    return parse_policy(text, PolicyKind.STREAM if is_stream else PolicyKind.TABLE)


async def document(context: Context, text: str, policy: "Policy") -> Document:
    """Returns what is stored of a document. Raises Reject if it names an unknown principal."""
    from jedlik.features.resource_policies import documents  # noqa: PLC0415

    return await documents.document_of(context, text, policy)


def check_keeps_access(context: Context, arn: str, policy: "Policy") -> None:
    """Raises Reject if a policy would not let the caller change it again."""
    from jedlik.features.resource_policies import documents  # noqa: PLC0415

    documents.check_keeps_access(context, arn, policy)


async def shown(context: Context, stored: StoredResourcePolicy) -> str:
    """Returns a stored document as GetResourcePolicy shows it."""
    from jedlik.features.resource_policies import documents  # noqa: PLC0415

    return await documents.shown(context, stored)
