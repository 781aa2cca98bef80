"""The row of streams: what a stream needs of the change log."""

from jedlik.features.options import Options
from jedlik.features.streams.change import begin
from jedlik.features.streams.feature import feature
from jedlik.storage.interface import LAST_APPEND
from tests.engine.in_memory import START_MS
from tests.engine.tables import record_of


def test_a_stream_needs_the_images_of_its_view() -> None:
    hooks, record = feature(Options()).table, record_of()
    assert hooks.log_needs(record) is None
    begin(record, "OLD_IMAGE", START_MS)
    needs = hooks.log_needs(record)
    assert needs is not None
    assert (needs.new_image, needs.old_image) == (False, True)


def test_the_stream_of_a_deleted_table_needs_nothing() -> None:
    hooks, record = feature(Options()).table, record_of()
    begin(record, "NEW_IMAGE", START_MS)
    record["Transition"] = {"Status": "DELETING", "EndsAtMs": START_MS}
    assert hooks.log_needs(record) is None


def test_a_stream_is_not_erased_with_its_table() -> None:
    hooks = feature(Options()).table
    assert hooks.spaces == ()
    assert hooks.reads == (LAST_APPEND,)
