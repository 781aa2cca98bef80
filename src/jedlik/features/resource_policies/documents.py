"""From the text of a request to a document to store, and to the policy of a decision."""

from functools import lru_cache
from typing import Final

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.decision import Outcome, decide
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import Policies, table_policy
from jedlik.core.iam.policy import Policy, PolicyKind
from jedlik.core.iam.request import FixedContext, Request
from jedlik.engine.context import Context
from jedlik.engine.table_record import StoredResourcePolicy
from jedlik.features.identity.documents import document_record, evaluated_text, shown_text
from jedlik.features.identity.records import DocumentRecord
from jedlik.features.identity.transaction import Transaction
from jedlik.features.resource_policies.rules import Document

_COMPILED_MAX: Final = 256  # a document has 20 KiB at most
_LOCKED_OUT: Final = ServiceError(
    "AccessDeniedException",
    "The new resource policy will not allow you to update the resource policy in the future.",
)
# What counts in place of a stored document that cannot be read: whoever asks is refused.
_NOBODY: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:*",'
    '"Resource":"*"}]}'
)


async def document_of(context: Context, text: str, policy: Policy) -> Document:
    """Returns the document to store. policy: the text, parsed.

    Raises Reject if it names a user, role or account that does not exist.
    """
    transaction = Transaction(context.node)
    record = await document_record(transaction, context.account_id, policy.canonical_text, policy)
    return Document(record["Text"], record["Principals"], "Version" in orjson.loads(text))


async def shown(context: Context, stored: StoredResourcePolicy) -> str:
    """Returns the text of a stored document as clients see it."""
    record: DocumentRecord = {"Text": stored["Text"], "Principals": stored["Principals"]}
    return await shown_text(Transaction(context.node), record)


def check_keeps_access(context: Context, arn: str, policy: Policy) -> None:
    """Raises Reject if the policy denies the caller the next change of it.

    A Deny of DeleteResourcePolicy alone is accepted. Source: ack-api-quirks, entries 210 and 270.
    The caller is compared with its own condition keys; those of its next request are not known.
    """
    principal = context.principal
    keys = FixedContext({**principal.keys, "aws:requestedregion": (context.region,)})
    request = Request(principal.caller, "dynamodb:PutResourcePolicy", arn, keys, context.account_id)
    decision = decide(request, Policies(resource=table_policy(policy)))
    if decision.outcome is Outcome.EXPLICIT_DENY:
        raise Reject(_LOCKED_OUT)


def compiled(stored: StoredResourcePolicy, kind: PolicyKind) -> Policy:
    """Returns the policy of a stored document for decisions. The last ones are remembered."""
    principals = tuple(stored["Principals"].items())
    return _compiled(stored["Text"], principals, kind)


def _compile(text: str, principals: tuple[tuple[str, str], ...], kind: PolicyKind) -> Policy:
    try:
        return parse_policy(evaluated_text({"Text": text, "Principals": dict(principals)}), kind)
    except (Reject, ValueError):
        return parse_policy(_NOBODY, kind)


_compiled = lru_cache(maxsize=_COMPILED_MAX)(_compile)
