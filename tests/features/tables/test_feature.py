"""The row of tables: it erases deleted tables and looks for what they left."""

from jedlik.engine.table_hooks import spaces_to_erase
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.features.tables import erasure
from jedlik.features.tables.feature import feature
from jedlik.features.tables.verify import verify_former_tables


def test_the_row() -> None:
    row = feature(Options())
    assert (row.name, row.jobs) == ("tables", (erasure.JOB,))
    assert row.load_verifier is not None
    assert row.load_verifier().storage == verify_former_tables


def test_the_spaces_of_all_features_are_erased_with_a_table_copies_first() -> None:
    hooks = [each.table for each in features(Options())]
    spaces = [space.name for space in spaces_to_erase(hooks)]
    assert spaces == ["IMPORT", "EXPIRY", "INDEX", "ITEM", "COUNTER"]
