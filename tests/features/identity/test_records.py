"""Where records are stored."""

from jedlik.core.keys.space import Space
from jedlik.features.identity import records
from tests.engine.in_memory import ACCOUNT, Caller, result_of


def test_names_are_the_same_in_upper_and_lower_case() -> None:
    anna = records.name_entry(ACCOUNT, "user", "Anna")
    assert anna.key == records.name_entry(ACCOUNT, "user", "ANNA").key
    assert anna.key != records.name_entry(ACCOUNT, "role", "Anna").key
    assert anna.key != records.name_entry("1", "user", "Anna").key
    assert anna.key.space is Space.IDENTITY


def test_entries_of_different_records_have_different_keys() -> None:
    keys = {
        records.account_entry("a").key,
        records.alias_entry("a").key,
        records.name_entry("a", "user", "a").key,
        records.user_entry("a", "a").key,
        records.version_entry("a", "a", 1).key,
        records.version_entry("a", "a", 2).key,
        records.usage_entry("a", "a").key,
        records.link_entry("a", "a", "member", "a").key,
        records.link_entry("a", "a", "attached", "a").key,
        records.access_key_entry("a").key,
        records.last_use_entry("a").key,
        records.login_profile_entry("a", "a").key,
    }
    assert len(keys) == 12


def test_a_span_has_the_names_of_one_kind_in_order() -> None:
    caller = Caller()

    async def store(transaction: object) -> None:
        for kind, name in (("user", "b"), ("user", "A"), ("role", "r"), ("user", "c")):
            entry = records.name_entry(ACCOUNT, kind, name)  # type: ignore[arg-type]
            transaction.put(entry, {"Id": name})  # type: ignore[attr-defined]

    from jedlik.features.identity.transaction import transact

    result_of(transact(caller.node, store))

    def found(after: str = "") -> list[bytes]:
        span = records.names_span(ACCOUNT, "user", after)
        page = caller.storage.scan(span, limit_items=10, limit_bytes=1000)
        return list(result_of(page).values)

    assert found() == [b'{"Id":"A"}', b'{"Id":"b"}', b'{"Id":"c"}']
    assert found("B") == [b'{"Id":"c"}']


def test_a_record_is_decoded() -> None:
    entry = records.user_entry(ACCOUNT, "AIDA")
    assert entry.decoded(None) is None
    assert records.decoded(entry, b'{"Id":"AIDA"}')["Id"] == "AIDA"
