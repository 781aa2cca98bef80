"""Access keys in the storage."""

import pytest

from jedlik.features.identity.records import access_key_entry
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, values


@pytest.mark.parametrize("is_open", [False, True])
def test_a_secret_is_sealed_and_marked(is_open: bool) -> None:
    caller = Caller(is_open=is_open)
    caller.call("CreateUser", UserName="anna")
    key = caller.call("CreateAccessKey", UserName="anna")["AccessKey"]
    stored = values(caller)
    assert all(key["SecretAccessKey"].encode() not in value for value in stored.values())
    entry = access_key_entry(key["AccessKeyId"])
    record = entry.decoded(stored[entry.key])
    assert record is not None
    assert record["IsOpen"] is is_open


def test_a_key_of_another_account_is_not_shown() -> None:
    storage = MemoryStorage()
    first, second = Caller(storage=storage), Caller(storage=storage, account_id="210987654321")
    first.call("CreateUser", UserName="anna")
    key_id = first.call("CreateAccessKey", UserName="anna")["AccessKey"]["AccessKeyId"]
    refused = second.refusal("GetAccessKeyLastUsed", AccessKeyId=key_id)
    assert refused.startswith("AccessDeniedException")
    second.call("CreateUser", UserName="anna")
    delete = {"UserName": "anna", "AccessKeyId": key_id}
    assert second.refusal("DeleteAccessKey", **delete).startswith("NoSuchEntity")
