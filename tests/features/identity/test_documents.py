"""Documents that name principals."""

import json

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.features.identity.accounts import create_account
from jedlik.features.identity.documents import document_record, evaluated_text, shown_text
from jedlik.features.identity.records import DocumentRecord
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.calls import arn, trusting


def recorded(caller: Caller, text: str) -> DocumentRecord:
    policy = parse_policy(text, PolicyKind.TRUST)
    return result_of(document_record(Transaction(caller.node), ACCOUNT, text, policy))


def test_users_and_roles_are_evaluated_by_their_ids() -> None:
    caller = Caller()
    made = caller.call("CreateUser", UserName="anna", Path="/team/")["User"]["UserId"]
    anna = arn("user", "team/anna")
    text = trusting([anna, ACCOUNT])
    document = recorded(caller, text)
    assert document == {"Text": text, "Principals": {anna: made}}
    evaluated = json.loads(evaluated_text(document))
    assert evaluated["Statement"][0]["Principal"]["AWS"] == [made, ACCOUNT]
    assert result_of(shown_text(Transaction(caller.node), document)) == text


@pytest.mark.parametrize(
    "principal",
    [
        *("*", ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root", "123450000000"),
        f"arn:aws:sts::{ACCOUNT}:assumed-role/any/session",
        "arn:aws:iam::123450000000:role/of-an-account-that-is-unknown-here",
    ],
)
def test_principals_without_an_id(principal: str) -> None:
    text = trusting(principal)
    document = recorded(Caller(), text)
    assert document["Principals"] == {}
    assert evaluated_text(document) == text


@pytest.mark.parametrize(
    "principal",
    [
        *("nobody", arn("user", "nobody"), arn("group", "readers"), arn("policy", "p")),
        *("AIDAAAAAAAAAAAAAAAAAA", "arn:aws:iam::210987654321:user/nobody"),
    ],
)
def test_principals_that_do_not_exist(principal: str) -> None:
    caller = Caller()
    result_of(create_account(caller.node, "210987654321"))
    with pytest.raises(Reject) as caught:
        recorded(caller, trusting(principal))
    message = f'Invalid principal in policy: "AWS":"{principal}"'
    assert caught.value.error == ("MalformedPolicyDocument", message, {}, *caught.value.error[3:])


def test_a_path_is_part_of_a_principal() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna", Path="/team/")
    with pytest.raises(Reject):
        recorded(caller, trusting(arn("user", "anna")))


def test_a_unique_id_is_a_principal() -> None:
    caller = Caller()
    made = caller.call("CreateUser", UserName="anna")["User"]["UserId"]
    assert recorded(caller, trusting(made))["Principals"] == {}


def test_one_statement_that_is_no_list() -> None:
    caller = Caller()
    made = caller.call("CreateUser", UserName="anna")["User"]["UserId"]
    document = json.loads(trusting(arn("user", "anna")))
    text = json.dumps({**document, "Statement": document["Statement"][0]})
    assert made in evaluated_text(recorded(caller, text))
