"""Trust policies with the provider of GitHub, as the service refused and accepted them in 2026."""

import json
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_new_trust, parse_policy
from jedlik.core.iam.policy import PolicyKind

ISSUER = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
SUBJECT = f"{ISSUER}:sub"
AUDIENCE = {"StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com"}}
TEXT = (
    f"Trust policy with trusted principal {PROVIDER} must evaluate, using StringEquals, StringLike"
    f" or StringEqualsIgnoreCase, {SUBJECT} or {ISSUER}:job_workflow_ref which is not scoped to"
    " all."
)


def document(condition: object = None, **members: object) -> str:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        **members,
    }
    if condition is not None:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    "text",
    [
        document(),
        document(AUDIENCE),
        document({"StringLike": {SUBJECT: "*"}}),
        document({"StringEquals": {f"{ISSUER}:repository": "o/r"}}),
        document({"StringNotEquals": {SUBJECT: "repo:o/r"}}),
        document(AUDIENCE, Action="sts:*"),
        document(AUDIENCE, Principal={"Federated": ["accounts.google.com", PROVIDER]}),
    ],
)
def test_a_role_for_everybody_is_refused(text: str) -> None:
    with pytest.raises(Reject) as refused:
        parse_new_trust(text)
    assert refused.value.error.code == "MalformedPolicyDocument"
    assert refused.value.error.message == TEXT
    # A policy that is stored already goes on being evaluated.
    assert parse_policy(text, PolicyKind.TRUST).statements


@pytest.mark.parametrize(
    "text",
    [
        document({"StringLike": {SUBJECT: "repo:*"}}),
        document({"StringLike": {SUBJECT: ["repo:o/r", "*"]}}),
        document({"StringEquals": {f"{ISSUER}:JOB_WORKFLOW_REF": "o/r/x@refs/heads/main"}}),
        document({"StringEqualsIgnoreCase": {SUBJECT: "repo:o/r:environment:prod"}}),
        document(Effect="Deny"),
        document(Action="sts:TagSession"),
        document(NotAction="sts:AssumeRoleWithWebIdentity", Action=None),
        document(Principal={"Federated": PROVIDER.replace("token.", "other.")}),
        document(Principal={"AWS": "123456789012"}, Action="sts:AssumeRole"),
    ],
)
def test_others_are_accepted(text: str) -> None:
    text = text.replace('"Action": null, ', "")
    assert parse_new_trust(text).statements
