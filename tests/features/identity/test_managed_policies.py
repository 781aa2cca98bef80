"""Managed policies and their versions."""

import json

from jedlik.features.identity.aws_policies import aws_policy
from jedlik.features.identity.managed_policies import version_of, versions_of
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.calls import ALLOW_GET, READ_ONLY, arn
from tests.features.secondary_indexes.samples import verified

POLICY = arn("policy", "get")


def document(number: int) -> str:
    return json.dumps({**json.loads(ALLOW_GET), "Id": str(number)})


def test_documents_change_places_with_the_default() -> None:
    caller = Caller()
    caller.call("CreatePolicy", PolicyName="get", PolicyDocument=document(1))
    for number in (2, 3):
        caller.call("CreatePolicyVersion", PolicyArn=POLICY, PolicyDocument=document(number))
    for default in (2, 3, 1, 3, 3):
        caller.call("SetDefaultPolicyVersion", PolicyArn=POLICY, VersionId=f"v{default}")
        for number in (1, 2, 3):
            transaction = Transaction(caller.node)
            found = result_of(version_of(transaction, ACCOUNT, POLICY, f"v{number}"))
            assert (found.document, found.is_default) == (document(number), number == default)
        assert verified(caller).sentences == []
    caller.call("DeletePolicyVersion", PolicyArn=POLICY, VersionId="v1")
    assert verified(caller).sentences == []


def test_a_policy_of_aws_has_one_version() -> None:
    policy = aws_policy(READ_ONLY)
    assert policy is not None
    (version,) = result_of(versions_of(Transaction(Caller().node), policy))
    assert (version.id, version.is_default) == (policy.version, True)
