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

POLICY = policy_of({"Effect": "Allow", "Action": "*", "Resource": "*"})
NAMED = NamedPolicy(POLICY, "all")


def test_kinds_that_do_not_exist_are_none() -> None:
    policies = Policies()
    assert policies.by_source == (
        (Source.RESOURCE, None),
        (Source.IDENTITY, ()),
        (Source.BOUNDARY, None),
        (Source.SESSION, None),
    )


def test_all_kinds() -> None:
    policies = Policies([NAMED], boundary=NAMED, session=[], resource=trust_policy(POLICY))
    assert [(source, each and len(each)) for source, each in policies.by_source] == [
        (Source.TRUST, 1),
        (Source.IDENTITY, 1),
        (Source.BOUNDARY, 1),
        (Source.SESSION, ()),
    ]


def test_only_roles_and_keys_must_allow_themselves() -> None:
    assert trust_policy(POLICY).must_allow
    assert key_policy(POLICY).must_allow
    assert not table_policy(POLICY).must_allow
    assert key_policy(POLICY).source is table_policy(POLICY).source is Source.RESOURCE
