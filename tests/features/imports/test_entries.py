"""Where entries and tokens are, and what they are not confused with."""

from jedlik.features.imports.entries import Entries, EntryPlace, entry_id
from tests.engine.in_memory import ACCOUNT, REGION

PLACE = EntryPlace(REGION, ACCOUNT, "music", entry_id(1791500000123, "0badf00d"))
IMPORTS = Entries("import/", b"", b"import")
OTHERS = Entries("other/", b"/other", b"other")


def test_the_arn_leads_back() -> None:
    arn = IMPORTS.arn_of(PLACE)
    assert arn == f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/music/import/{PLACE.entry_id}"
    assert IMPORTS.id_in(arn.partition("music/")[2]) == PLACE.entry_id
    assert IMPORTS.id_in("backup/x") is None


def test_entries_of_an_account_are_in_its_span_and_tokens_are_not() -> None:
    span = IMPORTS.entries_span(REGION, ACCOUNT)
    assert span.start is not None
    assert span.end is not None
    entry, token = IMPORTS.entry_key(PLACE), IMPORTS.token_key(REGION, ACCOUNT, "token")
    assert span.start <= (entry.partition, entry.sort) < span.end
    assert not span.start <= (token.partition, token.sort) < span.end
    other = IMPORTS.entry_key(PLACE._replace(account_id=ACCOUNT + "0"))
    assert not span.start <= (other.partition, other.sort) < span.end


def test_kinds_of_entries_are_apart() -> None:
    assert OTHERS.id_in(f"import/{PLACE.entry_id}") is None
    span = IMPORTS.entries_span(REGION, ACCOUNT)
    assert span.start is not None
    assert span.end is not None
    entry = OTHERS.entry_key(PLACE)
    assert not span.start <= (entry.partition, entry.sort) < span.end
    assert IMPORTS.token_key(REGION, ACCOUNT, "t") != OTHERS.token_key(REGION, ACCOUNT, "t")
    assert IMPORTS.work_key("00" * 16).partition != OTHERS.work_key("00" * 16).partition
    assert IMPORTS.works_span != OTHERS.works_span
