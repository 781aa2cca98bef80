"""The decision about what is asked, with everything that took part in it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from jedlik.apis.jedlik.explanations.resource import Resource
from jedlik.apis.jedlik.explanations.services import denial_of, is_shared
from jedlik.apis.jedlik.explanations.subject import Subject
from jedlik.core.iam.decision import Decision, Outcome
from jedlik.core.iam.denial import short_denial
from jedlik.core.iam.explanation import Explanation, explain
from jedlik.core.iam.policies import Source
from jedlik.core.iam.request import CallerKind, FixedContext, Request, Values
from jedlik.core.principal import may_not_use_iam
from jedlik.engine.context import Context
from jedlik.turns import call

_ASSUME_ROLE: Final = "sts:AssumeRole"
# Refusals of AssumeRole name no reason.
_ASSUMING: Final = (_ASSUME_ROLE, "sts:TagSession", "sts:SetSourceIdentity")
_ROOT_ASSUMES: Final = "Roles may not be assumed by root accounts."
_NOT_BY_SESSION: Final = (
    "Credentials of GetSessionToken and GetFederationToken cannot use IAM, whatever policies say."
)
_WRONG_TOKEN: Final = "The security token included in the request is invalid"  # noqa: S105  (a text)


class Verdict(NamedTuple):
    """A decision. message: what the service answers; empty if the request is allowed.

    rule: a rule that decides whatever policies say, as a sentence. Empty if policies decided.
    """

    request: Request
    decision: Decision
    explanation: Explanation | None
    message: str = ""
    rule: str = ""


async def verdict_on(
    context: Context, action: str, subject: Subject, resource: Resource, given: Mapping[str, Values]
) -> Verdict:
    """Returns the decision. given: the values of condition keys that the caller has given."""
    principal = subject.principal
    keys = {**principal.keys, **_known(context, resource), **given}
    request = Request(
        principal.caller, action, resource.arn, FixedContext(keys), resource.account_id
    )
    request.title = resource.title
    policies = subject.policies
    if policies is None:
        rule = f"A policy of {subject.title} cannot be read, which denies everything: "
        return _refused(context, subject, _denied(request, Source.IDENTITY), rule + subject.broken)
    rule, text = _barred(request, subject)
    if rule:
        refused = _refused(context, subject, _denied(request, Source.IDENTITY), rule)
        return refused._replace(message=text)
    if resource.account_id == context.account_id or is_shared(action) or _is_trust(resource):
        policies = policies.on(resource.policy)
    explanation = await call(lambda: explain(request, policies))
    verdict = Verdict(request, explanation.decision, explanation)
    return verdict if verdict.decision.is_allowed else _refused(context, subject, verdict)


def refused_by_session(
    context: Context, subject: Subject, verdict: Verdict, *, explicit: bool
) -> Verdict:
    """Returns the denial of a session policy that only the text of a refusal tells about."""
    request = verdict.request
    outcome = Outcome.EXPLICIT_DENY if explicit else Outcome.IMPLICIT_DENY
    decision = Decision(outcome, Source.SESSION, (), request)
    verb = "deny" if explicit else "do not allow"
    rule = (
        f"The policies of {subject.title} allow the request, but the session policies of the"
        f" session {verb} it. They belong to its credentials and are not stored."
    )
    return _refused(context, subject, verdict._replace(decision=decision), rule)


def _is_trust(resource: Resource) -> bool:
    return resource.policy_type == "trust"


def _known(context: Context, resource: Resource) -> dict[str, Values]:
    """Returns the condition keys that every request has, as far as they are known beforehand."""
    now_s = context.node.clock.now_ms() // 1000
    return {
        "aws:currenttime": (datetime.fromtimestamp(now_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),),
        "aws:epochtime": (str(now_s),),
        "aws:requestedregion": (context.region,),
        "aws:resourceaccount": (resource.account_id,),
        "aws:viaawsservice": ("false",),
        "aws:principalisawsservice": ("false",),
        **resource.keys,
    }


def _barred(request: Request, subject: Subject) -> tuple[str, str]:
    """Returns why a request is refused whatever policies say, and the text of the service."""
    kind = request.caller.kind
    if request.action_key == _ASSUME_ROLE.lower() and kind is CallerKind.ROOT:
        return "The root of an account can assume no role.", _ROOT_ASSUMES
    if request.action_key == _ASSUME_ROLE.lower() and kind is CallerKind.FEDERATED_USER:
        return "A federated user can assume no role.", short_denial(request)
    if request.action_key.startswith("iam:") and may_not_use_iam(subject.principal):
        return _NOT_BY_SESSION, _WRONG_TOKEN
    return "", ""


def _denied(request: Request, source: Source) -> Verdict:
    return Verdict(request, Decision(Outcome.IMPLICIT_DENY, source, (), request), None)


def _refused(context: Context, subject: Subject, verdict: Verdict, rule: str = "") -> Verdict:
    """Returns a denial with the text that the service answers."""
    request = verdict.request
    if request.action in _ASSUMING:
        return verdict._replace(message=short_denial(request), rule=rule)
    asked = Context(context.node, context.region, subject.principal)
    message = denial_of(request.action)(asked, request, verdict.decision)
    return verdict._replace(message=message, rule=rule)
