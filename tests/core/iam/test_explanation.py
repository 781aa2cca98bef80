"""What took part in a decision. tests/api/test_explanations.py compares hundreds with requests."""

from jedlik.core.iam.decision import Outcome
from jedlik.core.iam.explanation import explain
from jedlik.core.iam.policies import NamedPolicy, Policies, Source, table_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.principal import FINAL, NONE
from tests.core.iam.requests import ANNA, TABLE, request
from tests.core.iam.test_policy import policy_of

ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
CONDITIONS = {
    "StringEquals": {"aws:UserName": "Anna", "aws:PrincipalTag/team": "blue"},
    "Bool": {"aws:SecureTransport": "true"},
}


def test_statements_about_other_actions_take_no_part() -> None:
    named = NamedPolicy(
        policy_of(
            {**ALL, "Action": "dynamodb:PutItem"},
            {**ALL, "Action": "dynamodb:Get*", "Resource": TABLE},
            {**ALL, "Effect": "Deny", "Resource": f"{TABLE}2"},
            ALL,
        ),
        "p",
    )
    found = explain(request(), Policies([named]))
    assert found.decision.is_allowed
    assert [(each.number, each.applies) for each in found.statements] == [
        (2, True),
        (3, False),
        (4, True),
    ]
    assert [each.covers_resource for each in found.statements] == [True, False, True]
    assert found.outcomes == ((Source.IDENTITY, Outcome.ALLOWED),)


def test_conditions_that_do_not_hold_are_numbered_in_the_order_of_the_document() -> None:
    named = NamedPolicy(policy_of({**ALL, "Condition": CONDITIONS}), "p")
    values = {"aws__username": "Anna", "aws__securetransport": "false"}
    found = explain(request(**values), Policies([named]))
    (only,) = found.statements
    assert (only.unmet, only.applies) == ((1, 2), False)
    assert found.absent_keys == ("aws:principaltag/team",)
    assert found.decision.outcome is Outcome.IMPLICIT_DENY


def test_a_policy_of_a_resource_names_callers_closely_or_not() -> None:
    statements = [
        {**ALL, "Principal": {"AWS": each}, "Action": "dynamodb:GetItem", "Resource": TABLE}
        for each in (ANNA.arn, ANNA.arn.replace("Anna", "Bob"))
    ]
    policy = table_policy(policy_of(*statements, kind=PolicyKind.TABLE))
    found = explain(request(), Policies(resource=policy))
    assert [each.closeness for each in found.statements] == [FINAL, NONE]
    assert [each.applies for each in found.statements] == [True, False]
    assert found.decision.source is Source.RESOURCE
