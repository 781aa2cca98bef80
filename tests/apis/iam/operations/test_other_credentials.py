"""Credentials that nobody can create here."""

from typing import Any

import pytest

from tests.apis.iam.samples import refusal, user


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("list_mfa_devices", "MFADevices"),
        ("list_signing_certificates", "Certificates"),
        ("list_ssh_public_keys", "SSHPublicKeys"),
        ("list_service_specific_credentials", "ServiceSpecificCredentials"),
    ],
)
def test_a_user_has_none(iam: Any, operation: str, member: str) -> None:
    call = getattr(iam, operation)
    found = call(UserName=user(iam))
    assert (found[member], found["IsTruncated"]) == ([], False)
    text = "The user with name nobody cannot be found."
    assert refusal(call, UserName="nobody") == ("NoSuchEntity", text)


def test_the_account_has_none(iam: Any) -> None:
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
    assert iam.list_saml_providers()["SAMLProviderList"] == []
    found = iam.list_service_specific_credentials(AllUsers=True)
    assert found["ServiceSpecificCredentials"] == []
