"""Documents that name principals, such as trust policies.

A document is stored as it was sent, with the unique ids that the users and roles in it had at that
moment. It is evaluated with these ids in place of the ARNs, so a user or role that is created later
with the same name is not meant. It is shown with the ARNs that the entities have now. A principal
that was deleted is shown by its id, as on the service.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

import orjson

from jedlik.core.iam.document import named_principals
from jedlik.core.iam.faults import unknown_principal
from jedlik.core.iam.policy import Policy
from jedlik.core.iam.principal import ANYONE, account_of
from jedlik.core.iam.request import arn_parts
from jedlik.features.identity.arns import IamArn, arn_of, parse_iam_arn
from jedlik.features.identity.records import (
    DocumentRecord,
    Kind,
    account_entry,
    entity_entry,
    name_entry,
)
from jedlik.features.identity.transaction import Transaction

_UNIQUE_ID: Final = re.compile("A(IDA|ROA)[A-Z0-9]{12,}")
_KIND_BY_PREFIX: Final[Mapping[str, Kind]] = {"AIDA": "user", "AROA": "role"}


async def document_record(
    transaction: Transaction, account_id: str, text: str, policy: Policy
) -> DocumentRecord:
    """Returns the record of a document, with the ids of the principals in it.

    policy: the compiled document. account_id: of the resource that it belongs to.
    Raises Reject if a principal does not exist. Principals of accounts that are unknown here are
    accepted: they may exist elsewhere.
    """
    ids: dict[str, str] = {}
    for principal_type, value in named_principals(policy):
        if principal_type != "AWS" or value == ANYONE or account_of(value) is not None:
            continue
        found = await _id_of(transaction, account_id, value)
        if found is None:
            raise unknown_principal(policy.kind, principal_type, value)
        if found:
            ids[value] = found
    return {"Text": text, "Principals": ids}


def evaluated_text(document: DocumentRecord) -> str:
    """Returns a document for evaluation: with unique ids in place of ARNs."""
    return _replaced(document["Text"], document["Principals"])


async def shown_text(transaction: Transaction, document: DocumentRecord) -> str:
    """Returns a document as clients see it."""
    changed: dict[str, str] = {}
    for arn, entity_id in document["Principals"].items():
        parsed = parse_iam_arn(arn)
        assert parsed is not None
        record = await transaction.get(entity_entry(parsed.account_id, entity_id))
        shown = entity_id
        if record is not None:
            shown = arn_of(record, _KIND_BY_PREFIX[entity_id[:4]])
        if shown != arn:
            changed[arn] = shown
    return _replaced(document["Text"], changed)


async def _id_of(transaction: Transaction, account_id: str, value: str) -> str | None:
    """Returns the unique id of a principal, empty if it needs none, None if it does not exist."""
    if _UNIQUE_ID.fullmatch(value):
        record = await transaction.get(entity_entry(account_id, value))
        return None if record is None else ""
    arn = parse_iam_arn(value)
    if arn is None:
        parts = arn_parts(value)
        is_session = len(parts) == 6 and parts[2] == "sts"  # checked when somebody uses it
        return "" if is_session else None
    if arn.kind not in {"user", "role"}:
        return None
    if arn.account_id != account_id:
        account = await transaction.get(account_entry(arn.account_id))
        if account is None:
            return ""
    return await _entity_id(transaction, arn)


async def _entity_id(transaction: Transaction, arn: IamArn) -> str | None:
    kind: Kind = "user" if arn.kind == "user" else "role"
    name = await transaction.get(name_entry(arn.account_id, kind, arn.name))
    if name is None:
        return None
    record = await transaction.get(entity_entry(arn.account_id, name["Id"]))
    if record is None or (record["Path"], record["Name"]) != (arn.path, arn.name):
        return None
    return record["Id"]


def _replaced(text: str, replacements: Mapping[str, str]) -> str:
    """Returns a document with other AWS principals."""
    if not replacements:
        return text
    document = orjson.loads(text)
    statements = document["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        for element in ("Principal", "NotPrincipal"):
            principals = statement.get(element)
            if isinstance(principals, dict) and "AWS" in principals:
                principals["AWS"] = _mapped(principals["AWS"], replacements.get)
    return orjson.dumps(document).decode()


def _mapped(value: object, replacement: Callable[[str], str | None]) -> object:
    if isinstance(value, list):
        return [_mapped(each, replacement) for each in value]
    assert isinstance(value, str), "the document was parsed when it was stored"
    return replacement(value) or value
