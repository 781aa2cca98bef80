"""The text of a refusal, from its decision.

One kind of policy is named, whatever the number of refusing ones. The ARN of a policy is appended
only after an explicit deny of a managed policy: inline policies and policies of resources have no
ARN, and texts about session policies never name one.

Sources: IAM User Guide, "Troubleshoot access denied error messages"; answers of DynamoDB recorded
in 2023 and 2026, among them public logs of intrale/platform and ack-api-quirks.
"""

from typing import Final

from jedlik.core.iam.decision import Decision, Outcome
from jedlik.core.iam.policies import Source
from jedlik.core.iam.request import Request

_WITH_POLICY_ARN: Final = (Source.IDENTITY, Source.BOUNDARY)


def denial(request: Request, decision: Decision) -> str:
    """Returns the message of AccessDeniedException."""
    return f"{short_denial(request)} {reason(request, decision)}"


def short_denial(request: Request) -> str:
    """Returns the message without a reason, as STS answers a refused AssumeRole."""
    return (
        f"User: {request.caller.arn} is not authorized to perform: {request.action}"
        f" on resource: {request.title}"
    )


def reason(request: Request, decision: Decision) -> str:
    """Returns the reason in a message: the kind of policy that refuses."""
    kind = decision.source.value
    if decision.outcome is not Outcome.EXPLICIT_DENY:
        return f"because no {kind} allows the {request.action} action"
    article = "an" if kind[0] in "aeiou" else "a"
    if decision.source is Source.TRUST:
        article = "the"
    policy = decision.policy
    arn = policy.arn if policy is not None and decision.source in _WITH_POLICY_ARN else None
    suffix = "" if arn is None else f": {arn}"
    return f"with an explicit deny in {article} {kind}{suffix}"
