"""The texts of refusals that the rows of `cases` do not have."""

from jedlik.core.iam.decision import decide
from jedlik.core.iam.denial import denial, short_denial
from jedlik.core.iam.policies import NamedPolicy, Policies
from tests.core.iam.requests import request
from tests.core.iam.test_policy import policy_of

TEXT = (
    "User: arn:aws:iam::123456789012:user/Anna is not authorized to perform: dynamodb:GetItem on"
    " resource: arn:aws:dynamodb:us-east-1:123456789012:table/Music"
)
DENY = policy_of({"Effect": "Deny", "Action": "*", "Resource": "*"})


def test_sts_gives_no_reason() -> None:
    assert short_denial(request()) == TEXT


def test_a_session_policy_is_not_named_by_its_arn() -> None:
    policies = Policies(session=[NamedPolicy(DENY, "x", "arn:aws:iam::123456789012:policy/x")])
    text = denial(request(), decide(request(), policies))
    assert text == TEXT + " with an explicit deny in a session policy"
