"""The operations on access keys."""

from typing import Final, Literal

from jedlik.apis.iam.answers import paging
from jedlik.apis.iam.model import access_keys as model
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    Lookup,
    Need,
    Needs,
    Request,
    control,
    named,
    on_entity,
)
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.features.identity.access_keys import (
    access_keys_of,
    create_access_key,
    delete_access_key,
    update_access_key,
    use_of_key,
)
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.listing import page_of, wanted
from jedlik.features.identity.records import access_key_entry, user_entry
from jedlik.features.identity.transaction import Transaction, transact

_UNUSED: Final = "N/A"  # recorded: LocalStack's tests of IAM, February 2026


async def _create(
    request: model.CreateAccessKeyRequest, context: Context
) -> model.CreateAccessKeyResponse:
    entity = named(request, context, "user")
    is_open = not context.principal.is_verified
    key = await transact(
        context.node, lambda each: create_access_key(each, entity, is_open=is_open)
    )
    return {
        "AccessKey": {
            "UserName": entity.name,
            "AccessKeyId": key.access_key_id,
            "Status": "Active",
            "SecretAccessKey": key.secret,
            "CreateDate": key.record["CreatedS"],
        }
    }


async def _update(request: model.UpdateAccessKeyRequest, context: Context) -> None:
    entity, key_id = named(request, context, "user"), request["AccessKeyId"]
    if request["Status"] == "Expired":  # only the service gives a key this status
        raise invalid("Invalid Status: Expired")
    status: Literal["Active", "Inactive"] = request["Status"]
    await transact(context.node, lambda each: update_access_key(each, entity, key_id, status))


async def _delete(request: model.DeleteAccessKeyRequest, context: Context) -> None:
    entity, key_id = named(request, context, "user"), request["AccessKeyId"]
    await transact(context.node, lambda each: delete_access_key(each, entity, key_id))


async def _list(
    request: model.ListAccessKeysRequest, context: Context
) -> model.ListAccessKeysResponse:
    entity = named(request, context, "user")
    page = wanted(request.get("Marker"), request.get("MaxItems"))
    keys = await transact(context.node, lambda each: access_keys_of(each, entity))
    listed = page_of(keys, page)
    return {
        "AccessKeyMetadata": [
            {
                "UserName": entity.name,
                "AccessKeyId": each["Id"],
                "Status": each["Status"],
                "CreateDate": each["CreatedS"],
            }
            for each in listed.items
        ],
        **paging(listed.marker),
    }


async def _last_used(
    request: model.GetAccessKeyLastUsedRequest, context: Context
) -> model.GetAccessKeyLastUsedResponse:
    key_id = request["AccessKeyId"]
    use = await transact(context.node, lambda each: use_of_key(each, context.principal, key_id))
    if use.last_use is None:
        return {
            "UserName": use.user_name,
            "AccessKeyLastUsed": {"ServiceName": _UNUSED, "Region": _UNUSED},
        }
    return {
        "UserName": use.user_name,
        "AccessKeyLastUsed": {
            "LastUsedDate": use.last_use["TimeS"],
            "ServiceName": use.last_use["Service"],
            "Region": use.last_use["Region"],
        },
    }


def _on_user_of_key(action: str) -> Lookup:
    async def rule(request: Request, context: Context) -> Needs:
        """A refusal does not tell whose key it is."""
        title = f"access key {request['AccessKeyId']}"
        transaction = Transaction(context.node)
        key = await transaction.get(access_key_entry(request["AccessKeyId"]))
        user = None
        if key is not None and key["AccountId"] == context.account_id:
            user = await transaction.get(user_entry(context.account_id, key["UserId"]))
        return (Need(action, "*" if user is None else arn_of(user, "user"), title),)

    return rule


_ON_USER: Final = on_entity("user")
# `iam:ListAccessKeys on resource: user nullAnna`, if Anna names no user. Source: public logs of
# CreateAccessKey and ListAccessKeys, 2018 to 2026.
_ON_USER_OR_NULL: Final = on_entity("user", before_own_name="null")

OPERATIONS: Final = (
    control("CreateAccessKey", WRITE, model.CREATE_ACCESS_KEY, _create, _ON_USER_OR_NULL),
    control("UpdateAccessKey", WRITE, model.UPDATE_ACCESS_KEY, _update, _ON_USER),
    control("DeleteAccessKey", WRITE, model.DELETE_ACCESS_KEY, _delete, _ON_USER),
    control("ListAccessKeys", READ, model.LIST_ACCESS_KEYS, _list, _ON_USER_OR_NULL),
    control(
        "GetAccessKeyLastUsed", READ, model.GET_ACCESS_KEY_LAST_USED, _last_used, _on_user_of_key
    ),
)
