"""The last use of access keys and roles."""

from jedlik.features.identity.last_use import LastUses
from jedlik.features.identity.records import last_use_entry
from tests.engine.in_memory import Caller, result_of, run_once, values


def is_due(caller: Caller, uses: LastUses) -> bool:
    (piece,) = result_of(uses.job.pieces(caller.node))
    return result_of(piece.is_due())


def stored(caller: Caller, identifier: str) -> object:
    entry = last_use_entry(identifier)
    return entry.decoded(values(caller).get(entry.key))


def test_uses_are_stored_by_the_job() -> None:
    caller, uses = Caller(), LastUses()
    assert not is_due(caller, uses)
    uses.note("AKIA1", "dynamodb", "us-east-1", 7)
    uses.note("AKIA1", "dynamodb", "us-east-1", 7)
    uses.note("AKIA1", "iam", "us-east-1", 8)
    uses.note("AROA1", "dynamodb", "eu-west-1", 9)
    assert stored(caller, "AKIA1") is None
    assert is_due(caller, uses)
    epoch = caller.storage.epoch.now()
    result_of(run_once(uses.job, caller.node))
    assert stored(caller, "AKIA1") == {"TimeS": 8, "Service": "iam", "Region": "us-east-1"}
    assert stored(caller, "AROA1") == {"TimeS": 9, "Service": "dynamodb", "Region": "eu-west-1"}
    assert caller.storage.epoch.now() == epoch  # nobody caches it
    assert not is_due(caller, uses)


def test_memory_is_bounded() -> None:
    caller, uses = Caller(), LastUses()
    for number in range(10_001):
        uses.note(f"AKIA{number}", "dynamodb", "us-east-1", 7)
    uses.note("AKIA0", "dynamodb", "us-east-1", 8)
    result_of(run_once(uses.job, caller.node))
    assert stored(caller, "AKIA0") == {"TimeS": 8, "Service": "dynamodb", "Region": "us-east-1"}
    assert stored(caller, "AKIA10000") is None


def test_iam_shows_the_last_use() -> None:
    caller, uses = Caller(), LastUses()
    caller.call("CreateUser", UserName="anna")
    key_id = caller.call("CreateAccessKey", UserName="anna")["AccessKey"]["AccessKeyId"]
    uses.note(key_id, "dynamodb", "us-east-1", 7)
    result_of(run_once(uses.job, caller.node))
    found = caller.call("GetAccessKeyLastUsed", AccessKeyId=key_id)
    assert found["AccessKeyLastUsed"] == {
        "LastUsedDate": 7,
        "ServiceName": "dynamodb",
        "Region": "us-east-1",
    }
