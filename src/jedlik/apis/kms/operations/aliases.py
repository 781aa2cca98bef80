"""CreateAlias, UpdateAlias, DeleteAlias and ListAliases. Source: API Reference of KMS."""

from typing import Any, Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.kms.authorizations import on_alias
from jedlik.apis.kms.checks import as_sent
from jedlik.apis.kms.model.aliases import (
    CREATE_ALIAS,
    DELETE_ALIAS,
    LIST_ALIASES,
    UPDATE_ALIAS,
    CreateAliasRequest,
    DeleteAliasRequest,
    ListAliasesRequest,
    UpdateAliasRequest,
)
from jedlik.apis.kms.pages import answer_of, page_of, stored_page
from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.aliases import (
    add_alias,
    check_name,
    delete_alias,
    existing_alias,
    move_alias,
)
from jedlik.features.encryption_keys.errors import INVALID_MARKER
from jedlik.features.encryption_keys.records import AliasRecord, alias_entry, aliases_span
from jedlik.features.encryption_keys.resolve import changeable_key, own_key, place_in
from jedlik.features.encryption_keys.rules import ALIAS, arn_in
from jedlik.features.encryption_keys.service_key import SERVICE_KEY_ALIAS
from jedlik.features.identity.transaction import Transaction, transact

_LISTED_ALIASES: Final = 50  # API, ListAliases


def check_create(request: CreateAliasRequest) -> CreateAliasRequest:
    """Refuses names that no alias can have."""
    check_name(request["AliasName"])
    return request


async def create(request: CreateAliasRequest, context: Context) -> Answer:
    """Creates an alias of a key."""

    async def operation(transaction: Transaction) -> None:
        record = await changeable_key(transaction, context, request["TargetKeyId"], "CreateAlias")
        await add_alias(transaction, request["AliasName"], record)

    await transact(context.node, operation)
    return None


def check_update(request: UpdateAliasRequest) -> UpdateAliasRequest:
    """Refuses names that no alias can have."""
    check_name(request["AliasName"])
    return request


async def update(request: UpdateAliasRequest, context: Context) -> Answer:
    """Lets an alias lead to another key. Tables that named the alias stay under their key."""

    async def operation(transaction: Transaction) -> None:
        await existing_alias(transaction, place_in(context), request["AliasName"])
        record = await changeable_key(transaction, context, request["TargetKeyId"], "UpdateAlias")
        await move_alias(transaction, request["AliasName"], record)

    await transact(context.node, operation)
    return None


def check_delete(request: DeleteAliasRequest) -> DeleteAliasRequest:
    """Refuses names that no alias can have."""
    check_name(request["AliasName"])
    return request


async def delete(request: DeleteAliasRequest, context: Context) -> Answer:
    """Deletes an alias. Its key stays."""

    async def operation(transaction: Transaction) -> None:
        await delete_alias(transaction, place_in(context), request["AliasName"])

    await transact(context.node, operation)
    return None


async def list_aliases(request: ListAliasesRequest, context: Context) -> Answer:
    """Returns all aliases in the order of their names, or those of one key.

    The list of all aliases has that of DynamoDB, without a key as long as nobody has used it.
    """
    marker = request.get("Marker", "")
    if marker and not marker.startswith(ALIAS):
        raise Reject(INVALID_MARKER)
    if "KeyId" in request:
        return await _aliases_of_key(request, context)
    limit = request.get("Limit", _LISTED_ALIASES)
    found, is_truncated = await stored_page(context, aliases_span(place_in(context), marker), limit)
    records: dict[str, AliasRecord | None] = {each["Name"]: each for each in found}
    if marker < SERVICE_KEY_ALIAS and not (is_truncated and found[-1]["Name"] < SERVICE_KEY_ALIAS):
        records.setdefault(SERVICE_KEY_ALIAS, None)
    names = sorted(records)
    entries = [_listed(context, name, records[name]) for name in names[:limit]]
    return answer_of(
        "Aliases", entries, names[:limit][-1], is_truncated=is_truncated or len(names) > limit
    )


async def _aliases_of_key(request: ListAliasesRequest, context: Context) -> Answer:
    async def operation(transaction: Transaction) -> list[AliasRecord | None]:
        record = await own_key(transaction, context, request["KeyId"], "ListAliases")
        place = place_in(context)
        return await transaction.get_all(
            [alias_entry(place, name) for name in sorted(record["Aliases"])]
        )

    found = await transact(context.node, operation)
    records = {each["Name"]: each for each in found if each is not None}
    names, is_truncated = page_of(list(records), request, _LISTED_ALIASES)
    entries = [_listed(context, name, records[name]) for name in names]
    return answer_of("Aliases", entries, names[-1] if names else "", is_truncated=is_truncated)


def _listed(context: Context, name: str, record: AliasRecord | None) -> dict[str, Any]:
    listed: dict[str, Any] = {"AliasName": name, "AliasArn": arn_in(place_in(context), name)}
    if record is not None:
        listed["TargetKeyId"] = record["KeyId"]
        listed["CreationDate"] = record["CreatedMs"] / 1000
        listed["LastUpdatedDate"] = record["UpdatedMs"] / 1000
    return listed


OPERATIONS: Final = (
    Operation(
        "CreateAlias",
        Access.WRITE,
        Plane.CONTROL,
        CREATE_ALIAS,
        check_create,
        create,
        on_alias("kms:CreateAlias", "TargetKeyId"),
    ),
    Operation(
        "UpdateAlias",
        Access.WRITE,
        Plane.CONTROL,
        UPDATE_ALIAS,
        check_update,
        update,
        on_alias("kms:UpdateAlias", "TargetKeyId"),
    ),
    Operation(
        "DeleteAlias",
        Access.WRITE,
        Plane.CONTROL,
        DELETE_ALIAS,
        check_delete,
        delete,
        on_alias("kms:DeleteAlias"),
    ),
    Operation(
        "ListAliases",
        Access.READ,
        Plane.CONTROL,
        LIST_ALIASES,
        as_sent,
        list_aliases,
        account_wide("kms:ListAliases"),
    ),
)
