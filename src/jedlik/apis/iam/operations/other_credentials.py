"""Lists of credentials that nobody can create here, so they are empty for every user."""

from typing import Final

from jedlik.apis.iam.model import identity_providers
from jedlik.apis.iam.model import other_credentials as model
from jedlik.apis.iam.resources import (
    READ,
    Need,
    Needs,
    Request,
    Rule,
    control,
    named,
    on_account,
    on_entity,
)
from jedlik.engine.context import Context
from jedlik.features.identity.entities import user_named
from jedlik.features.identity.transaction import transact


async def _check_user(request: Request, context: Context) -> None:
    """Raises Reject with NoSuchEntity for a user that does not exist."""
    entity = named(request, context, "user")
    await transact(context.node, lambda each: user_named(each, entity.account_id, entity.name))


async def _mfa_devices(
    request: model.ListMFADevicesRequest, context: Context
) -> model.ListMFADevicesResponse:
    await _check_user(request, context)
    return {"MFADevices": [], "IsTruncated": False}


async def _virtual_mfa_devices(
    request: model.ListVirtualMFADevicesRequest, context: Context
) -> model.ListVirtualMFADevicesResponse:
    return {"VirtualMFADevices": [], "IsTruncated": False}


async def _certificates(
    request: model.ListSigningCertificatesRequest, context: Context
) -> model.ListSigningCertificatesResponse:
    await _check_user(request, context)
    return {"Certificates": [], "IsTruncated": False}


async def _ssh_keys(
    request: model.ListSSHPublicKeysRequest, context: Context
) -> model.ListSSHPublicKeysResponse:
    await _check_user(request, context)
    return {"SSHPublicKeys": [], "IsTruncated": False}


async def _service_credentials(
    request: model.ListServiceSpecificCredentialsRequest, context: Context
) -> model.ListServiceSpecificCredentialsResponse:
    if not request.get("AllUsers", False):
        await _check_user(request, context)
    return {"ServiceSpecificCredentials": [], "IsTruncated": False}


async def _saml_providers(
    request: identity_providers.ListSAMLProvidersRequest, context: Context
) -> identity_providers.ListSAMLProvidersResponse:
    return {"SAMLProviderList": []}


def _on_devices(action: str) -> Rule:
    """Its resource is as that of other lists. Source: a public log of a role without permission."""

    def rule(request: Request, context: Context) -> Needs:
        return (Need(action, f"arn:aws:iam::{context.account_id}:mfa/"),)

    return rule


_ON_USER: Final = on_entity("user")

OPERATIONS: Final = (
    control("ListMFADevices", READ, model.LIST_MFA_DEVICES, _mfa_devices, _ON_USER),
    control(
        "ListVirtualMFADevices",
        READ,
        model.LIST_VIRTUAL_MFA_DEVICES,
        _virtual_mfa_devices,
        _on_devices,
    ),
    control(
        "ListSigningCertificates", READ, model.LIST_SIGNING_CERTIFICATES, _certificates, _ON_USER
    ),
    control("ListSSHPublicKeys", READ, model.LIST_SSH_PUBLIC_KEYS, _ssh_keys, _ON_USER),
    control(
        "ListServiceSpecificCredentials",
        READ,
        model.LIST_SERVICE_SPECIFIC_CREDENTIALS,
        _service_credentials,
        _ON_USER,
    ),
    control(
        "ListSAMLProviders",
        READ,
        identity_providers.LIST_SAML_PROVIDERS,
        _saml_providers,
        on_account,
    ),
)
