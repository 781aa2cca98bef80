"""The form in which DynamoDB stores and returns policies of tables and streams.

Two documents with the same form are equivalent: putting one after the other changes nothing.

Source: answers recorded in ack-api-quirks, October 2026 (services/dynamodb, entries 207, 208, 248,
351 to 355): order of members, lists of one element, accounts as root ARNs, repeated principals, the
case of Effect, the added version. The place of Id and of elements that begin with Not is not
recorded; they are where their counterparts are.
"""

from collections.abc import Sequence

import orjson

from jedlik.core.iam.principal import account_of
from jedlik.core.iam.written import (
    VERSION_2008,
    Element,
    PrincipalElement,
    WrittenPolicy,
    WrittenStatement,
)

Value = str | list[str] | dict[str, str | list[str]] | dict[str, dict[str, str | list[str]]]


def canonical_text(policy: WrittenPolicy) -> str:
    """Returns the canonical JSON of a document, without white space."""
    members: dict[str, str | list[dict[str, Value]]] = {}
    members["Version"] = VERSION_2008 if policy.version is None else policy.version
    if policy.identifier is not None:
        members["Id"] = policy.identifier
    members["Statement"] = [_statement(each) for each in policy.statements]
    return orjson.dumps(members).decode()


def _statement(statement: WrittenStatement) -> dict[str, Value]:
    members: dict[str, Value] = {}
    if statement.sid is not None:
        members["Sid"] = statement.sid
    members["Effect"] = "Allow" if statement.is_allow else "Deny"
    principal = statement.principal
    if principal is not None:
        members["NotPrincipal" if principal.is_negated else "Principal"] = _principal(principal)
    for name, element in (("Action", statement.action), ("Resource", statement.resource)):
        if element is not None:
            members[_named(name, element)] = _one_or_list(element.texts)
    if statement.conditions:
        conditions: dict[str, dict[str, str | list[str]]] = {}
        for each in statement.conditions:
            conditions.setdefault(each.name, {})[each.key] = _one_or_list(each.texts)
        members["Condition"] = conditions
    return members


def _named(name: str, element: Element) -> str:
    return f"Not{name}" if element.is_negated else name


def _principal(principal: PrincipalElement) -> Value:
    if principal.is_star:
        return "*"
    named: dict[str, str | list[str]] = {}
    for name, values in principal.named.items():
        if values:
            named[name] = _one_or_list(list(dict.fromkeys([_root_arn(each) for each in values])))
    return named


def _root_arn(value: str) -> str:
    account = account_of(value)
    return value if account is None else f"arn:aws:iam::{account}:root"


def _one_or_list(texts: Sequence[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)
