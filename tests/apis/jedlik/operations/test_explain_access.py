"""ExplainAccess: who may ask, and explanations of the texts of refusals."""

from typing import Any

import pytest

from tests.apis.jedlik.explanations.asking import ANNA, JOB, MUSIC, Asked
from tests.apis.sts.callers import allow, arn, document
from tests.engine.in_memory import ACCOUNT, Caller

QUESTION = {"Action": "dynamodb:GetItem", "Resource": "music"}
EXPLAIN = "jedlik:ExplainAccess"
BEGIN = f"User: {ANNA} is not authorized to perform: dynamodb"


def test_it_needs_permission_for_the_principal_and_the_resource() -> None:
    asked = Asked()
    others = (allow("iam:*"), allow("dynamodb:*"))
    bob = asked.server.user("Bob", *others, Path="/team/")
    assert asked.denied(bob) == (EXPLAIN, bob.arn)
    eve = asked.server.user("Eve", *others, allow(EXPLAIN, arn("user", "team/Bob")))
    assert asked.denied(eve, Principal="user/Anna") == (EXPLAIN, "user/Anna")
    assert asked.denied(eve, Principal="user/Bob") == (EXPLAIN, "music")
    # What belongs to another account needs no permission, because nothing of it is shown.
    theirs = MUSIC.replace(ACCOUNT, "222222222222")
    assert asked.denied(eve, Principal="user/Bob", Resource=theirs) is None
    both = [arn("user", "team/Bob"), MUSIC]
    carl = asked.server.user("Carl", allow(EXPLAIN, both))
    assert asked.denied(carl, Principal=bob.arn) is None
    assert asked.denied(carl, Principal=bob.arn, Action="ListTables", Resource="*") is None


def test_a_session_is_asked_about_with_permission_for_its_role() -> None:
    asked = Asked()
    carl = asked.server.user("Carl", allow(EXPLAIN, [JOB, MUSIC]))
    assert asked.denied(carl, Principal=f"arn:aws:sts::{ACCOUNT}:assumed-role/Job/s1") is None
    assert asked.denied(carl, Principal="root") == (EXPLAIN, "root")


def test_a_denial_does_not_tell_whether_a_principal_exists() -> None:
    asked = Asked()
    for name in ("user/Anna", "user/Anna2", "role/None", "role/Job"):
        assert asked.denied(asked.anna, Principal=name) == (EXPLAIN, name)


@pytest.mark.parametrize("members", [{}, {"Message": ""}, {"Action": "GetItem"}, {"Context": {}}])
def test_requests_are_checked(members: dict[str, object]) -> None:
    assert Caller().refusal("ExplainAccess", **members).startswith("ValidationException: ")


def message(asked: Asked, text: str, **more: Any) -> dict[str, Any]:
    return asked.server.call(asked.server.root, "ExplainAccess", Message=text, **more)


def test_a_refusal_is_explained_from_its_text() -> None:
    found = message(
        Asked(), f"{BEGIN}:PutItem on resource: {MUSIC} because no identity-based policy"
    )
    assert (found["Decision"], found["DecidedBy"]) == ("implicitDeny", "identity-based policy")
    assert found["Notes"] == []


def test_a_refusal_that_would_not_come_any_more() -> None:
    found = message(
        Asked(), f"{BEGIN}:GetItem on resource: {MUSIC} because no identity-based policy"
    )
    assert found["Decision"] == "allowed"
    assert found["Notes"] == [
        "The message is a refusal, but policies allow the request now. Policies may have changed,"
        " or the request had other values of condition keys."
    ]


def test_a_refusal_for_another_reason() -> None:
    text = f"{BEGIN}:PutItem on resource: {MUSIC} with an explicit deny in a resource-based policy"
    (note,) = message(Asked(), text)["Notes"]
    assert note.startswith("The message names the resource-based policy; now the identity-based")


@pytest.mark.parametrize(
    ("reason", "decision"),
    [
        ("because no session policy allows the dynamodb:GetItem action", "implicitDeny"),
        ("with an explicit deny in a session policy", "explicitDeny"),
    ],
)
def test_session_policies_are_known_from_the_text_alone(reason: str, decision: str) -> None:
    asked = Asked()
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/Job/s1"
    begin = f"User: {session} is not authorized to perform: dynamodb:GetItem on resource: {MUSIC}"
    found = message(asked, f"{begin} {reason}")
    assert (found["Decision"], found["DecidedBy"]) == (decision, "session policy")
    assert found["Message"] == f"{begin} {reason}"
    (why,) = found["Reasons"]
    assert why.startswith("The policies of role Job allow the request, but the session policies")
    # With the policies, they are explained.
    given = document(allow("s3:*"))
    found = message(asked, f"{begin} {reason}", SessionPolicies=[given])
    assert found["Reasons"] == [
        f"No session policy of role Job allows dynamodb:GetItem on {MUSIC}."
    ]


def test_open_mode_says_that_nothing_is_enforced() -> None:
    caller = Caller(is_open=True)
    (note,) = caller.call("ExplainAccess", **QUESTION)["Notes"]
    assert note.startswith("This server runs in open mode")
    caller.call("CreateUser", UserName="Bob")
    found = caller.call("ExplainAccess", Principal="user/Bob", **QUESTION)
    assert found["Decision"] == "implicitDeny"
    assert JOB not in str(found)
