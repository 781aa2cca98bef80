"""OpenID Connect providers: the issuers of web identities that an account trusts.

A provider is named by the URL of its issuer, without `https://`. Two URLs that differ in one letter
are two providers, also if the letters differ only in upper and lower case.

Sources: IAM API Reference, CreateOpenIDConnectProvider; answers recorded in LocalStack's tests
(tests/aws/services/iam/test_iam_oidc.py, February 2026). The texts about parts of URLs, and that
thumbprints are stored in lower case, are from versitygw (tests/integration, July 2026), which has
them from the service. What the service answers for an absent provider is recorded for Get and
Delete only.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from jedlik.core.errors import invalid
from jedlik.features.identity.accounts import new_account
from jedlik.features.identity.entities import Named, delete_entity, new_entity
from jedlik.features.identity.limits import CLIENT_IDS, OPENID_PROVIDERS, THUMBPRINTS
from jedlik.features.identity.records import (
    AccountRecord,
    OpenIdProviderRecord,
    account_entry,
    name_entry,
    openid_provider_entry,
)
from jedlik.features.identity.refusals import invalid_input, no_such_entity, quota_exceeded, taken
from jedlik.features.identity.transaction import Transaction
from jedlik.features.identity.unique_ids import OPENID_PROVIDER

SCHEME: Final = "https://"
_INVALID_URL: Final = "Invalid Open ID Connect Provider URL"
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_ARN: Final = re.compile(r"arn:aws:iam::([^:]*):oidc-provider/(.+)", re.DOTALL)


class NewProvider(NamedTuple):
    """The members of CreateOpenIDConnectProvider."""

    url: str
    client_ids: Sequence[str]
    thumbprints: Sequence[str]
    tags: Mapping[str, str]


def provider_arn(account_id: str, url: str) -> str:
    """Returns the ARN of a provider. url: without the scheme."""
    return f"arn:aws:iam::{account_id}:oidc-provider/{url}"


def named_in(arn: str) -> Named | None:
    """Returns the account and the URL in the ARN of a provider, None if the text is none."""
    found = _ARN.fullmatch(arn)
    return None if found is None else Named(found[1], "oidc-provider", found[2])


def checked_url(url: str) -> str:
    """Returns the URL of a new provider without its scheme. Raises Reject."""
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError:
        raise invalid(_INVALID_URL) from None
    if not parts.scheme or not parts.netloc:
        raise invalid(_INVALID_URL)
    if parts.scheme != "https" or not url.startswith(SCHEME):
        raise invalid_input(f"{_INVALID_URL}. The URL must begin with {SCHEME}.")
    is_plain = not has_port and _HOST.fullmatch(parts.netloc) and not set(url) & set("?#")
    if not is_plain or not url.isascii() or not url.isprintable() or " " in url:
        raise invalid_input(f"{_INVALID_URL}.")
    return url[len(SCHEME) :]


async def create_provider(
    transaction: Transaction, account_id: str, new: NewProvider
) -> OpenIdProviderRecord:
    """Creates a provider. Raises Reject."""
    url = checked_url(new.url)
    thumbprints = _checked_thumbprints(new.thumbprints)
    client_ids = list(dict.fromkeys(new.client_ids))
    _check_client_ids(client_ids)
    named = Named(account_id, "oidc-provider", url)
    if await transaction.get(name_entry(*named)) is not None:
        raise taken("oidc-provider", new.url)
    await _count(transaction, account_id, 1)
    entity = await new_entity(transaction, named, OPENID_PROVIDER, "/")
    provider: OpenIdProviderRecord = {
        **entity,
        "Tags": dict(new.tags),
        "ClientIds": client_ids,
        "Thumbprints": thumbprints,
    }
    transaction.put(openid_provider_entry(account_id, provider["Id"]), provider)
    return provider


async def find_provider(
    transaction: Transaction, account_id: str, url: str
) -> OpenIdProviderRecord | None:
    """Returns the provider of an account with a URL, None if there is none."""
    name = await transaction.get(name_entry(account_id, "oidc-provider", url))
    if name is None:
        return None
    return await transaction.get(openid_provider_entry(account_id, name["Id"]))


async def provider_at(transaction: Transaction, account_id: str, arn: str) -> OpenIdProviderRecord:
    """Returns the provider of an account with an ARN. Raises Reject."""
    provider = await _provider_at(transaction, account_id, arn)
    if provider is None:
        raise no_such_entity(f"OpenIDConnect Provider not found for arn {arn}")
    return provider


async def delete_provider(transaction: Transaction, account_id: str, arn: str) -> None:
    """Deletes a provider. Roles that name it stay as they are. Raises Reject."""
    provider = await _provider_at(transaction, account_id, arn)
    if provider is None:
        raise no_such_entity(f"OpenId connect Provider {arn} cannot be found.")
    await _count(transaction, account_id, -1)
    delete_entity(transaction, provider, "oidc-provider")


async def add_client_id(
    transaction: Transaction, account_id: str, arn: str, client_id: str
) -> None:
    """Adds a client id to a provider. Does nothing if it has it. Raises Reject."""
    provider = await provider_at(transaction, account_id, arn)
    if client_id in provider["ClientIds"]:
        return
    provider["ClientIds"].append(client_id)
    _check_client_ids(provider["ClientIds"])
    transaction.put(openid_provider_entry(account_id, provider["Id"]), provider)


async def remove_client_id(
    transaction: Transaction, account_id: str, arn: str, client_id: str
) -> None:
    """Removes a client id from a provider. Does nothing if it has none. Raises Reject."""
    provider = await provider_at(transaction, account_id, arn)
    if client_id in provider["ClientIds"]:
        provider["ClientIds"].remove(client_id)
        transaction.put(openid_provider_entry(account_id, provider["Id"]), provider)


async def set_thumbprints(
    transaction: Transaction, account_id: str, arn: str, thumbprints: Sequence[str]
) -> None:
    """Replaces the thumbprints of a provider. Nothing uses them here. Raises Reject."""
    checked = _checked_thumbprints(thumbprints)
    provider = await provider_at(transaction, account_id, arn)
    provider["Thumbprints"] = checked
    transaction.put(openid_provider_entry(account_id, provider["Id"]), provider)


async def _provider_at(
    transaction: Transaction, account_id: str, arn: str
) -> OpenIdProviderRecord | None:
    named = named_in(arn)
    if named is None:
        raise invalid_input(f"ARN {arn} is not valid.")
    if named.account_id != account_id:
        return None
    return await find_provider(transaction, account_id, named.name)


async def _count(transaction: Transaction, account_id: str, change: int) -> None:
    """Counts one provider more, or one less. Raises Reject with LimitExceeded."""
    entry = account_entry(account_id)
    found = await transaction.get(entry)
    account: AccountRecord = found or new_account(account_id, transaction.now_s)
    count = account.get("OpenIdProviders", 0) + change
    if count > OPENID_PROVIDERS:
        raise quota_exceeded("OpenIdConnectProvidersPerAccount", OPENID_PROVIDERS)
    account["OpenIdProviders"] = count
    transaction.put(entry, account)


def _checked_thumbprints(thumbprints: Sequence[str]) -> list[str]:
    if len(thumbprints) > THUMBPRINTS:  # the text says fewer; five are accepted
        raise invalid_input(f"Thumbprint list must contain fewer than {THUMBPRINTS} entries.")
    return [each.lower() for each in thumbprints]


def _check_client_ids(client_ids: Sequence[str]) -> None:
    if len(client_ids) > CLIENT_IDS:
        raise quota_exceeded("ClientIdsPerOpenIdConnectProvider", CLIENT_IDS)
