"""What a decision says in addition to its outcome. The outcomes are rows of `cases`."""

from jedlik.core.iam.decision import Outcome, decide, decide_fully
from jedlik.core.iam.policies import NamedPolicy, Policies, Source, table_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import Caller, CallerKind, FixedContext, Request
from tests.core.iam.requests import ACCOUNT, ANNA, TABLE, request
from tests.core.iam.test_policy import policy_of

ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "dynamodb:GetItem", "Resource": "*"}
BY_USER = {"Condition": {"StringEquals": {"aws:UserName": "Anna"}}}
ALLOWING = NamedPolicy(policy_of({**ALL, "Sid": "a"}, {**ALL, "Sid": "b"}), "All", "arn:all")
DENYING = NamedPolicy(policy_of({**DENY, "Sid": "c"}, {**DENY, "Sid": "d"}), "None")


def test_the_statement_that_decided_is_named() -> None:
    decision = decide(request(), Policies([ALLOWING]))
    assert decision.is_allowed
    assert [(match.source, match.statement.sid) for match in decision.matches] == [
        (Source.IDENTITY, "a")
    ]
    assert decision.policy is ALLOWING
    decision = decide(request(), Policies([ALLOWING, DENYING]))
    assert (decision.outcome, decision.policy) == (Outcome.EXPLICIT_DENY, DENYING)
    assert [match.statement.sid for match in decision.matches] == ["c"]
    decision = decide(request(), Policies())
    assert (decision.outcome, decision.policy, decision.matches) == (
        Outcome.IMPLICIT_DENY,
        None,
        (),
    )


def test_only_keys_that_matter_are_looked_up() -> None:
    other_action = policy_of({**DENY, "Action": "dynamodb:PutItem", **BY_USER}, ALL)
    decision = decide(request(), Policies([NamedPolicy(other_action, "x")]))
    assert decision.looked_up_keys == ()
    by_user = policy_of({**ALL, **BY_USER})
    decision = decide(request(aws__username="Anna"), Policies([NamedPolicy(by_user, "x")]))
    assert decision.is_allowed
    assert decision.looked_up_keys == ("aws:username",)
    assert decision.absent_keys == ()
    decision = decide(request(), Policies([NamedPolicy(by_user, "x")]))
    assert not decision.is_allowed
    assert decision.absent_keys == ("aws:username",)


def test_variables_are_looked_up_too() -> None:
    policy = policy_of({**ALL, "Resource": TABLE.replace("Music", "${aws:username}")})
    decision = decide(request(aws__username="Music"), Policies([NamedPolicy(policy, "x")]))
    assert decision.is_allowed
    assert decision.looked_up_keys == ("aws:username",)


def test_a_full_decision_has_all_statements_of_its_effect() -> None:
    full = decide_fully(request(), Policies([ALLOWING], boundary=ALLOWING))
    assert [match.statement.sid for match in full.matches] == ["a", "b", "a", "b"]
    assert full.by_source == {
        Source.IDENTITY: Outcome.ALLOWED,
        Source.BOUNDARY: Outcome.ALLOWED,
    }
    full = decide_fully(request(), Policies([ALLOWING, DENYING], session=[ALLOWING]))
    assert [match.statement.sid for match in full.matches] == ["c", "d"]
    assert full.by_source == {
        Source.IDENTITY: Outcome.EXPLICIT_DENY,
        Source.SESSION: Outcome.ALLOWED,
    }
    full = decide_fully(request(), Policies([ALLOWING], session=[]))
    assert (full.decision.source, full.matches) == (Source.SESSION, ())
    assert full.by_source[Source.SESSION] is Outcome.IMPLICIT_DENY


def test_a_full_decision_names_all_absent_keys() -> None:
    statements = (
        {**ALL, "Condition": {"StringEquals": {"a:b": "1"}}},
        {**ALL, "Condition": {"StringEqualsIfExists": {"a:c": "1"}}},
        {**ALL, "Condition": {"Null": {"a:d": "true"}}},
    )
    full = decide_fully(request(), Policies([NamedPolicy(policy_of(*statements), "x")]))
    assert full.decision.is_allowed
    assert full.decision.absent_keys == ("a:b", "a:c")
    assert full.absent_keys == ("a:b", "a:c", "a:d")


def test_a_deny_that_would_lock_the_root_out_does_not_count() -> None:
    deny = {**DENY, "Action": "dynamodb:*ResourcePolicy", "Principal": "*"}
    policies = Policies(resource=table_policy(policy_of(deny, kind=PolicyKind.TABLE)))
    root = Caller(CallerKind.ROOT, ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root")
    outcomes = {
        (caller.kind.value, action): decide_fully(
            Request(caller, action, TABLE, FixedContext({}), ACCOUNT), policies
        )
        for caller in (root, ANNA)
        for action in ("dynamodb:DeleteResourcePolicy", "dynamodb:PutResourcePolicy")
    }
    allowed = [key for key, full in outcomes.items() if full.decision.is_allowed]
    assert allowed == [("root", "dynamodb:DeleteResourcePolicy")]
    assert outcomes[allowed[0]].matches == ()
    assert outcomes[allowed[0]].decision.source is Source.ROOT
