"""What an explanation is about: a principal, an action and a resource, or the text of a refusal.

Source of the form of refusals: `core.iam.denial`, which names its own.
"""

from typing import Final, NamedTuple

from jedlik.apis.jedlik.model import ExplainAccessRequest
from jedlik.core.errors import Reject, invalid
from jedlik.core.types.echo import clipped

_USER: Final = "User: "
_NOT_AUTHORIZED: Final = " is not authorized to perform"
_ON_RESOURCE: Final = "on resource: "
_ANYTHING: Final = "*"
# What can follow the resource in a refusal.
_REASONS: Final = (" because no ", " with an explicit deny in ", " because the role trust policy")
_ENDS: Final = (*_REASONS, ". Encoded authorization failure message:", ". Go to https://")
_KINDS: Final = (
    *("identity-based policy", "resource-based policy", "permissions boundary"),
    *("session policy", "role trust policy"),
)


class Question(NamedTuple):
    """What is asked. The texts are as the request has them.

    principal: empty for the caller. refused_by: the kind of policy that the text of a refusal
    names, empty if there is none. is_explicit: whether the text is about an explicit deny.
    from_message: whether all of this is from the text of a refusal.
    """

    principal: str
    action: str
    resource: str
    refused_by: str = ""
    is_explicit: bool = False
    from_message: bool = False


def question_in(request: ExplainAccessRequest) -> Question:
    """Returns what a request asks. Raises Reject with ValidationException."""
    message = request.get("Message")
    members = [name for name in ("Principal", "Action", "Resource") if name in request]
    if message is not None:
        if members:
            raise invalid(f"Message excludes {', '.join(members)}: the message names them")
        return _in_message(message)
    if "Action" not in request or "Resource" not in request:
        raise invalid("ExplainAccess needs Message, or Action and Resource")
    return Question(request.get("Principal", ""), request["Action"], request["Resource"])


def _in_message(message: str) -> Question:
    text = " ".join(message.split())  # terminals break lines
    _, _, rest = text.partition(_USER)
    principal, found, rest = rest.partition(_NOT_AUTHORIZED)
    if not principal or " " in principal or not found:
        raise _no_refusal(message)
    action, _, rest = rest.removeprefix(":").strip().partition(" ")
    if ":" not in action:
        raise _no_refusal(message)
    resource = _ANYTHING
    if rest.startswith(_ON_RESOURCE):
        resource = rest.removeprefix(_ON_RESOURCE)
        resource = resource[: min(_place(resource, end) for end in _ENDS)].strip()
    reason = rest[min(_place(rest, each) for each in _REASONS) :]
    kind = next((each for each in _KINDS if each in reason), "")
    return Question(principal, action, resource, kind, " explicit deny " in reason, True)


def _place(text: str, part: str) -> int:
    at = text.find(part)
    return len(text) if at < 0 else at


def _no_refusal(message: str) -> Reject:
    return invalid(
        "Message is no refusal. One begins like this: User: ARN is not authorized to perform: "
        f"service:Action on resource: ARN. Given: {clipped(message)}"
    )
