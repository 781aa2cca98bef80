"""The operations on OpenID Connect providers, except those on their tags."""

from typing import Final

from jedlik.apis.iam.answers import sent_tag_members, tag_members
from jedlik.apis.iam.model import identity_providers as model
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    Need,
    Needs,
    Request,
    Rule,
    control,
    on_account,
    on_member,
    tags_in,
)
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.identity.limits import OPENID_PROVIDERS
from jedlik.features.identity.listing import Wanted, list_entities
from jedlik.features.identity.openid_providers import (
    SCHEME,
    NewProvider,
    add_client_id,
    create_provider,
    delete_provider,
    provider_arn,
    provider_at,
    remove_client_id,
    set_thumbprints,
)
from jedlik.features.identity.records import openid_provider_entry
from jedlik.features.identity.transaction import transact

_ARN: Final = "OpenIDConnectProviderArn"
# Members that only IAM Identity Center uses. The text is ours.
_NO_PROPAGATION: Final = ServiceError(
    "InvalidInput", "Trusted identity propagation is not available here."
)


async def _create(
    request: model.CreateOpenIDConnectProviderRequest, context: Context
) -> model.CreateOpenIDConnectProviderResponse:
    if "ContextProvider" in request or "IdentityCenterInstanceArn" in request:
        raise Reject(_NO_PROPAGATION)
    new = NewProvider(
        url=request["Url"],
        client_ids=request.get("ClientIDList", []),
        thumbprints=request.get("ThumbprintList", []),
        tags=tags_in(request, "oidc-provider"),
    )
    account_id = context.account_id
    provider = await transact(context.node, lambda each: create_provider(each, account_id, new))
    arn = provider_arn(account_id, provider["Name"])
    answer: model.CreateOpenIDConnectProviderResponse = {"OpenIDConnectProviderArn": arn}
    if new.tags:
        answer["Tags"] = sent_tag_members(new.tags)
    return answer


async def _get(
    request: model.GetOpenIDConnectProviderRequest, context: Context
) -> model.GetOpenIDConnectProviderResponse:
    arn = request["OpenIDConnectProviderArn"]
    found = await transact(context.node, lambda each: provider_at(each, context.account_id, arn))
    return {
        "Url": found["Name"],
        "ClientIDList": found["ClientIds"],
        "ThumbprintList": found["Thumbprints"],
        "CreateDate": found["CreatedS"],
        "Tags": tag_members(found["Tags"]),
    }


async def _delete(request: model.DeleteOpenIDConnectProviderRequest, context: Context) -> None:
    arn = request["OpenIDConnectProviderArn"]
    await transact(context.node, lambda each: delete_provider(each, context.account_id, arn))


async def _list(
    request: model.ListOpenIDConnectProvidersRequest, context: Context
) -> model.ListOpenIDConnectProvidersResponse:
    """The list has no pages."""
    listed = await list_entities(
        context.node,
        (context.account_id, "oidc-provider"),
        openid_provider_entry,
        Wanted("", OPENID_PROVIDERS),
        "/",
    )
    arns = [provider_arn(context.account_id, each["Name"]) for each in listed.items]
    return {"OpenIDConnectProviderList": [{"Arn": arn} for arn in arns]}


async def _add_client_id(
    request: model.AddClientIDToOpenIDConnectProviderRequest, context: Context
) -> None:
    arn, client_id = request["OpenIDConnectProviderArn"], request["ClientID"]
    account_id = context.account_id
    await transact(context.node, lambda each: add_client_id(each, account_id, arn, client_id))


async def _remove_client_id(
    request: model.RemoveClientIDFromOpenIDConnectProviderRequest, context: Context
) -> None:
    arn, client_id = request["OpenIDConnectProviderArn"], request["ClientID"]
    account_id = context.account_id
    await transact(context.node, lambda each: remove_client_id(each, account_id, arn, client_id))


async def _update_thumbprint(
    request: model.UpdateOpenIDConnectProviderThumbprintRequest, context: Context
) -> None:
    arn, thumbprints = request["OpenIDConnectProviderArn"], request["ThumbprintList"]
    account_id = context.account_id
    await transact(context.node, lambda each: set_thumbprints(each, account_id, arn, thumbprints))


def _on_new(action: str) -> Rule:
    """Whoever creates a provider with tags must be allowed to tag it."""

    def rule(request: Request, context: Context) -> Needs:
        arn = provider_arn(context.account_id, str(request["Url"]).removeprefix(SCHEME))
        if not request.get("Tags"):
            return (Need(action, arn),)
        return (Need(action, arn), Need(action.replace("Create", "Tag"), arn))

    return rule


_ON_PROVIDER: Final = on_member(_ARN)

OPERATIONS: Final = (
    control(
        "CreateOpenIDConnectProvider", WRITE, model.CREATE_OPENID_CONNECT_PROVIDER, _create, _on_new
    ),
    control(
        "GetOpenIDConnectProvider", READ, model.GET_OPENID_CONNECT_PROVIDER, _get, _ON_PROVIDER
    ),
    control(
        "DeleteOpenIDConnectProvider",
        WRITE,
        model.DELETE_OPENID_CONNECT_PROVIDER,
        _delete,
        _ON_PROVIDER,
    ),
    control(
        "ListOpenIDConnectProviders", READ, model.LIST_OPENID_CONNECT_PROVIDERS, _list, on_account
    ),
    control(
        "AddClientIDToOpenIDConnectProvider",
        WRITE,
        model.ADD_CLIENT_ID_TO_OPENID_CONNECT_PROVIDER,
        _add_client_id,
        _ON_PROVIDER,
    ),
    control(
        "RemoveClientIDFromOpenIDConnectProvider",
        WRITE,
        model.REMOVE_CLIENT_ID_FROM_OPENID_CONNECT_PROVIDER,
        _remove_client_id,
        _ON_PROVIDER,
    ),
    control(
        "UpdateOpenIDConnectProviderThumbprint",
        WRITE,
        model.UPDATE_OPENID_CONNECT_PROVIDER_THUMBPRINT,
        _update_thumbprint,
        _ON_PROVIDER,
    ),
)
