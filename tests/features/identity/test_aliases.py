"""Aliases of accounts."""

from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller

OTHER = "210987654321"


def test_an_alias_belongs_to_one_account() -> None:
    storage = MemoryStorage()
    first, second = Caller(storage=storage), Caller(storage=storage, account_id=OTHER)
    first.call("CreateAccountAlias", AccountAlias="music")
    taken = second.refusal("CreateAccountAlias", AccountAlias="music")
    assert taken == "EntityAlreadyExists: The account alias music already exists."
    first.call("CreateAccountAlias", AccountAlias="films")
    second.call("CreateAccountAlias", AccountAlias="music")
    assert first.call("ListAccountAliases")["AccountAliases"] == ["films"]
    first.call("CreateAccountAlias", AccountAlias="films")  # the same again
    assert second.refusal("DeleteAccountAlias", AccountAlias="films").startswith("NoSuchEntity")
