"""The identity of an access key."""

from jedlik.core.principal import account_root
from jedlik.features.identity.identity import Identity
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of


def test_a_renewed_identity_has_forgotten_what_was_allowed() -> None:
    caller = Caller()
    caller.create()
    identity = Identity("AKIA1", "secret", account_root(ACCOUNT), 7, "AROA1")
    table = result_of(caller.node.catalog.table(REGION, ACCOUNT, "music"))
    identity.allowed["GetItem", "music"] = table
    identity.noted_s = 5.0
    renewed = identity.renewed()
    assert renewed.allowed == {}
    assert identity.allowed  # a request that has begun writes to the old one alone
    assert (renewed.access_key_id, renewed.secret, renewed.expires_s) == ("AKIA1", "secret", 7)
    assert (renewed.used_id, renewed.noted_s) == ("AROA1", 5.0)
    assert renewed.principal is identity.principal
    assert renewed.policies is identity.principal.policies
