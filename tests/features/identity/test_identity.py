"""The identity of an access key."""

from jedlik.core.principal import account_root
from jedlik.features.identity.identity import Identity


def test_a_renewed_identity_has_forgotten_what_was_allowed() -> None:
    identity = Identity("AKIA1", "secret", account_root("123456789012"), 7)
    identity.allowed[("GetItem", "us-east-1", "music")] = True
    renewed = identity.renewed()
    assert renewed.allowed == {}
    assert identity.allowed  # a request that has begun writes to the old one alone
    assert (renewed.access_key_id, renewed.secret, renewed.expires_s) == ("AKIA1", "secret", 7)
    assert renewed.principal is identity.principal
    assert renewed.policies is identity.principal.policies
