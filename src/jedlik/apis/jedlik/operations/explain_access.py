"""ExplainAccess: why a request would be allowed or denied.

It needs `jedlik:ExplainAccess` on the principal that is asked about, and on the resource too if the
resource belongs to the account: an answer shows policies of both. Nothing is sent and nothing is
changed. The request and the answer are in `model`.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.jedlik.explanations.question import Question, question_in
from jedlik.apis.jedlik.explanations.resource import (
    ANYTHING,
    Resource,
    arn_named,
    owner_of,
    resource_at,
)
from jedlik.apis.jedlik.explanations.services import action_named
from jedlik.apis.jedlik.explanations.subject import (
    SessionLimits,
    Subject,
    arn_for,
    named_in,
    subject_of,
)
from jedlik.apis.jedlik.explanations.verdict import refused_by_session, verdict_on
from jedlik.apis.jedlik.explanations.words import Words
from jedlik.apis.jedlik.model import (
    EXPLAIN_ACCESS,
    ExplainAccessRequest,
    ExplainAccessResponse,
)
from jedlik.core.iam.policies import Source
from jedlik.core.iam.request import Values
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction, transact

_ACTION: Final = "jedlik:ExplainAccess"
_FOREIGN: Final = (
    "The resource belongs to another account. Its policy and its tags are not looked at, because"
    " only that account may see them: this is the decision about a resource that has none."
)
_OPEN_MODE: Final = (
    "This server runs in open mode and enforces no policy. The decision is that of --auth enforce."
)


class _Checked:
    """A checked request, and what it asks."""

    __slots__ = ("action", "context", "limits", "question")

    def __init__(self, request: ExplainAccessRequest, question: Question, action: str) -> None:
        self.question = question
        self.action = action
        self.limits = SessionLimits(
            request.get("SessionPolicies", ()), request.get("SessionPolicyArns", ())
        )
        self.context: dict[str, Values] = {
            key.lower(): tuple(values) for key, values in request.get("Context", {}).items()
        }


def _check(request: ExplainAccessRequest) -> _Checked:
    """Reads the question. Raises Reject with ValidationException."""
    question = question_in(request)
    return _Checked(request, question, action_named(question.action))


async def _run(checked: _Checked, context: Context) -> ExplainAccessResponse:
    question = checked.question

    async def read(transaction: Transaction) -> tuple[Subject, Resource]:
        named = named_in(context, question.principal)
        subject = await subject_of(transaction, context, named, checked.limits)
        found = await resource_at(transaction, context, checked.action, question.resource)
        return subject, found

    subject, resource = await transact(context.node, read)
    verdict = await verdict_on(context, checked.action, subject, resource, checked.context)
    by_session = question.refused_by == Source.SESSION.value
    if by_session and verdict.decision.is_allowed and subject.session_is_unknown:
        is_explicit = question.is_explicit
        verdict = refused_by_session(context, subject, verdict, explicit=is_explicit)
    notes = [] if context.principal.is_verified else [_OPEN_MODE]
    if resource.account_id != context.account_id:
        notes.append(_FOREIGN)
    words = Words(subject, resource, verdict)
    if question.from_message:
        notes += _compared(question, verdict.decision.source, words, verdict.message)
    return words.answer(notes)


def _compared(question: Question, source: Source, words: Words, message: str) -> list[str]:
    """Returns what differs between the text of a refusal and what policies decide now."""
    if not message:
        hint = "Policies may have changed, or the request had other values of condition keys"
        if question.refused_by == Source.SESSION.value:
            hint = "The session that made the request has session policies: give them"
        return [f"The message is a refusal, but policies allow the request now. {hint}."]
    if question.refused_by and question.refused_by != source.value:
        return [
            f"The message names the {question.refused_by}; now the {source.value} decides. Policies"
            " have changed, or the request had other values of condition keys."
        ]
    return []


async def _needed(
    request: ExplainAccessRequest, checked: _Checked, context: Context
) -> Sequence[Authorization]:
    """Returns the permission for the principal, and for the resource if its account is the same.

    An index needs that for its table too.
    """
    question = checked.question
    named = named_in(context, question.principal)
    title = question.principal or context.principal.arn
    needed = [Authorization(_ACTION, await arn_for(context, named), title=title)]
    arn = await arn_named(context, checked.action, question.resource)
    if arn != ANYTHING and owner_of(context, arn) == context.account_id:
        needed.append(Authorization(_ACTION, arn, title=question.resource))
        table, of_index, _ = arn.partition("/index/")
        if of_index:  # an index has the policy of its table
            needed.append(Authorization(_ACTION, table, title=question.resource))
    return needed


OPERATION: Final = Operation(
    "ExplainAccess",
    Access.READ,
    Plane.CONTROL,
    EXPLAIN_ACCESS,
    _check,
    _run,
    _needed,
)
