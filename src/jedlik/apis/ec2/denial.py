"""How EC2 words a refusal.

The message ends in an encoded one with everything about the decision, which somebody with the right
to call DecodeAuthorizationMessage of STS can read. Refusals of actions without a resource name
none and have no such end.

Sources: public logs of the AWS CLI (2026); IAM User Guide, and STS API Reference,
DecodeAuthorizationMessage (members of the message).
"""

from typing import Final

from jedlik.apis.authorization import ANYTHING
from jedlik.core.iam.decision import Decision, Outcome
from jedlik.core.iam.denial import reason
from jedlik.core.iam.request import Request
from jedlik.engine.context import Context
from jedlik.features.identity.messages import encode_message

_BEGIN: Final = "You are not authorized to perform this operation."


def denial(context: Context, request: Request, decision: Decision) -> str:
    """Returns the message of UnauthorizedOperation."""
    who = f"User: {request.caller.arn} is not authorized to perform: {request.action}"
    why = reason(request, decision)
    if request.resource == ANYTHING:
        return f"{_BEGIN} {who} {why}"
    details = _details(context, request, decision)
    encoded = encode_message(context.node.sealing, context.account_id, details)
    text = f"{_BEGIN} {who} on resource: {request.resource} {why}."
    return f"{text} Encoded authorization failure message: {encoded}"


def _details(context: Context, request: Request, decision: Decision) -> dict[str, object]:
    conditions = [
        {"key": key, "values": {"items": [{"value": value} for value in found]}}
        for key in decision.looked_up_keys
        if (found := request.values(key)) is not None
    ]
    return {
        "allowed": False,
        "explicitDeny": decision.outcome is Outcome.EXPLICIT_DENY,
        "matchedStatements": {
            "items": [{"sourcePolicyId": _name(decision)}] if _name(decision) else []
        },
        "failures": {"items": []},
        "context": {
            "principal": {"id": context.principal.user_id, "arn": request.caller.arn},
            "action": request.action,
            "resource": request.resource,
            "conditions": {"items": conditions},
        },
    }


def _name(decision: Decision) -> str:
    return "" if decision.policy is None else decision.policy.name
