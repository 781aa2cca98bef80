"""What all operations of EC2 have in common."""

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import start


def test_a_dry_run_changes_nothing() -> None:
    caller = Caller()
    (one,) = start(caller)
    expected = "DryRunOperation: Request would have succeeded, but DryRun flag is set."
    for name, members in (
        ("TerminateInstances", {"InstanceIds": [one]}),
        ("CreateKeyPair", {"KeyName": "k"}),
        ("DescribeInstances", {}),
    ):
        assert caller.refusal(name, **members, DryRun=True) == expected
    found = caller.call("DescribeInstances")["Reservations"][0]
    assert found["Instances"][0]["State"]["Name"] == "running"
    assert caller.call("DescribeKeyPairs")["KeyPairs"] == []
    assert found["OwnerId"] == ACCOUNT


def test_operations_raise_no_epoch() -> None:
    """So a new instance does not make workers read their tables again."""
    caller = Caller()
    before = caller.storage.epoch.now()
    (one,) = start(caller)
    caller.call("TerminateInstances", InstanceIds=[one])
    caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")
    assert caller.storage.epoch.now() == before
