"""Documents as they are stored, shown, and used in decisions."""

import json
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.decision import Outcome, decide
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import Policies, table_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import FixedContext, Request
from jedlik.engine.table_record import StoredResourcePolicy
from jedlik.features.identity.entities import Named
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.identity.users import create_user, delete_user
from jedlik.features.resource_policies.documents import (
    check_keeps_access,
    compiled,
    document_of,
    shown,
)
from jedlik.features.resource_policies.rules import created
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.resource_policies.sample import MUSIC, document

LOCKED_OUT = (
    "The new resource policy will not allow you to update the resource policy in the future."
)
ANNA = Named(ACCOUNT, "user", "Anna")
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def stored(caller: Caller, text: str) -> StoredResourcePolicy:
    policy = parse_policy(text, PolicyKind.TABLE)
    return created(result_of(document_of(caller.context, text, policy)), 1_000)


def create_anna(caller: Caller) -> str:
    """Creates the user Anna. Returns its unique id."""

    async def create(transaction: Transaction) -> str:
        return (await create_user(transaction, ANNA, "/", {}, None))["Id"]

    return result_of(transact(caller.node, create))


def delete_anna(caller: Caller) -> None:
    async def delete(transaction: Transaction) -> None:
        await delete_user(transaction, ANNA)

    result_of(transact(caller.node, delete))


def test_the_version_of_a_document() -> None:
    caller = Caller()
    without = json.loads(document())
    del without["Version"]
    record = stored(caller, json.dumps(without))
    assert record["HasVersion"] is False
    assert json.loads(result_of(shown(caller.context, record)))["Version"] == "2008-10-17"
    assert stored(caller, document())["HasVersion"] is True


def test_a_principal_that_does_not_exist() -> None:
    absent = {"AWS": f"arn:aws:iam::{ACCOUNT}:user/Nobody"}
    with pytest.raises(Reject) as rejected:
        stored(Caller(), document(Principal=absent))
    text = "One or more parameter values were invalid: Invalid principal in policy document."
    assert rejected.value.error.message == text


def test_a_deleted_user_is_shown_by_its_id() -> None:
    """A user who is created later with its name is another one."""
    caller = Caller()
    arn = f"arn:aws:iam::{ACCOUNT}:user/Anna"
    entity_id = create_anna(caller)
    record = stored(caller, document(Principal={"AWS": arn}))
    (statement,) = json.loads(result_of(shown(caller.context, record)))["Statement"]
    assert statement["Principal"] == {"AWS": arn}
    delete_anna(caller)
    create_anna(caller)
    (statement,) = json.loads(result_of(shown(caller.context, record)))["Statement"]
    assert statement["Principal"] == {"AWS": entity_id}
    (evaluated,) = compiled(record, PolicyKind.TABLE).statements
    assert evaluated.principals is not None
    assert evaluated.principals.named == {"AWS": [entity_id]}


@pytest.mark.parametrize("damage", ["", "{}", "[", '{"Statement":[]}'])
def test_a_document_that_cannot_be_read_denies_everything(damage: str) -> None:
    caller = Caller()
    record: StoredResourcePolicy = {**stored(caller, document()), "Text": damage}
    keys = FixedContext({})
    request = Request(caller.context.principal.caller, "dynamodb:GetItem", MUSIC, keys, ACCOUNT)
    policies = Policies(resource=table_policy(compiled(record, PolicyKind.TABLE)))
    assert decide(request, policies).outcome is Outcome.EXPLICIT_DENY


def test_a_document_is_compiled_once() -> None:
    caller = Caller()
    record = stored(caller, document())
    assert compiled(record, PolicyKind.TABLE) is compiled({**record}, PolicyKind.TABLE)


@pytest.mark.parametrize(
    ("members", "refused"),
    [
        ({"action": "dynamodb:PutResourcePolicy"}, True),
        ({"action": "dynamodb:*"}, True),
        ({"action": "dynamodb:Put*", "Principal": "*"}, True),
        ({"action": "dynamodb:*", "Condition": {"ArnEquals": {"aws:PrincipalArn": ROOT}}}, True),
        (
            {"action": "dynamodb:*", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": ROOT}}},
            False,
        ),
        ({"action": "dynamodb:DeleteResourcePolicy"}, False),
        ({"action": "dynamodb:*", "effect": "Allow"}, False),
    ],
)
def test_who_would_lock_himself_out(members: dict[str, Any], refused: bool) -> None:
    """Source: ack-api-quirks, services/dynamodb, entries 210 and 270."""
    policy = parse_policy(document(**{"effect": "Deny", **members}), PolicyKind.TABLE)
    context = Caller().context
    if not refused:
        check_keeps_access(context, MUSIC, policy)
        return
    with pytest.raises(Reject) as rejected:
        check_keeps_access(context, MUSIC, policy)
    assert rejected.value.error.code == "AccessDeniedException"
    assert rejected.value.error.message == LOCKED_OUT
