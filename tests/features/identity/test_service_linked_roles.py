"""The names of service-linked roles. tests/apis/iam has each recorded one over HTTP."""

from jedlik.features.identity.service_linked_roles import (
    description_of,
    may_have_suffix,
    role_name,
)


def test_names() -> None:
    assert role_name("acm.amazonaws.com", None) == "AWSServiceRoleForCertificateManager"
    assert role_name("lexv2.amazonaws.com", "a") == "AWSServiceRoleForLexV2Bots_a"
    assert role_name("new.thing.amazonaws.com", None) == "AWSServiceRoleForNewThing"


def test_suffixes_and_descriptions() -> None:
    assert may_have_suffix("connect.amazonaws.com")
    assert may_have_suffix("unknown.amazonaws.com")
    assert not may_have_suffix("replication.dynamodb.amazonaws.com")
    assert description_of("rds.amazonaws.com").startswith("Allows Amazon RDS")
    assert description_of("acm.amazonaws.com") == ""
