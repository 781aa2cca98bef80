"""The policies of a request by kind, in the order in which a Deny is looked for."""

from jedlik.core.iam.policies import (
    NamedPolicy,
    Policies,
    Source,
    key_policy,
    table_policy,
    trust_policy,
)
from tests.core.iam.test_policy import policy_of

POLICY = policy_of(
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {"Effect": "Deny", "Action": "a:b", "Resource": "*"},
)
NAMED = NamedPolicy(POLICY, "all")


def test_only_kinds_that_exist_are_asked() -> None:
    assert [pool.source for pool in Policies().pools] == [Source.IDENTITY]


def test_all_kinds_in_the_order_of_a_deny() -> None:
    policies = Policies([NAMED, NAMED], boundary=NAMED, session=[], resource=trust_policy(POLICY))
    assert [(pool.source, len(pool.allows), len(pool.denies)) for pool in policies.pools] == [
        (Source.TRUST, 1, 1),
        (Source.IDENTITY, 2, 2),
        (Source.BOUNDARY, 1, 1),
        (Source.SESSION, 0, 0),
    ]
    assert policies.identity.allows[0].named is NAMED


def test_the_policies_of_a_caller_on_another_resource() -> None:
    first, second = table_policy(POLICY), trust_policy(POLICY)
    policies = Policies([NAMED], boundary=NAMED, session=[NAMED], resource=first)
    assert policies.on(first) is policies
    other = policies.on(second)
    assert [pool.source for pool in other.pools] == [
        *(Source.TRUST, Source.IDENTITY, Source.BOUNDARY, Source.SESSION)
    ]
    assert (other.identity, other.boundary, other.session, other.resource) == (
        *(policies.identity, policies.boundary, policies.session, second),
    )
    assert policies.pools[0].source is Source.RESOURCE


def test_only_roles_and_keys_must_allow_themselves() -> None:
    assert trust_policy(POLICY).must_allow
    assert key_policy(POLICY).must_allow
    assert not table_policy(POLICY).must_allow
    assert key_policy(POLICY).source is table_policy(POLICY).source is Source.RESOURCE
