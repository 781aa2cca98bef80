"""The rows of the features fit together. What each adds: `tests/tidy/test_features.py`."""

from jedlik.engine.table_hooks import spaces_to_erase
from jedlik.features.backups import erase_backups, make_backups, restore_tables
from jedlik.features.bulk_operations import expire_operations
from jedlik.features.bulk_operations.put_items import BulkPutter
from jedlik.features.exports import erase_exports, make_exports
from jedlik.features.imports import expire_imports
from jedlik.features.imports.import_tables import Importer
from jedlik.features.options import Options
from jedlik.features.registry import FEATURES, features

ALL = features(Options())


def test_each_feature_is_made_once() -> None:
    assert len(ALL) == len(FEATURES)
    names = [each.name for each in ALL]
    assert len(set(names)) == len(names)


def test_jobs_have_names_of_their_own() -> None:
    names = [job.name for feature in ALL for job in feature.jobs]
    assert names
    assert len(set(names)) == len(names)


def test_deferred_jobs_have_the_names_and_periods_of_what_they_load() -> None:
    loaded = [make_backups.JOB, restore_tables.JOB, erase_backups.JOB, make_exports.JOB]
    loaded += [erase_exports.JOB, Importer().job, expire_imports.JOB, BulkPutter().job]
    loaded.append(expire_operations.JOB)
    rows = {job.name: job.every_s for feature in ALL for job in feature.jobs}
    assert {job.name: rows[job.name] for job in loaded} == {j.name: j.every_s for j in loaded}


def test_a_space_belongs_to_one_feature_and_copies_are_erased_before_items() -> None:
    spaces = spaces_to_erase([feature.table for feature in ALL])
    assert len(set(spaces)) == len(spaces)
    first = {space: at for at, space in enumerate(spaces)}
    by_name = {feature.name: feature.table.spaces for feature in ALL}
    items = max(first[space] for space in by_name["items"])
    assert all(first[space] < items for space in by_name["secondary_indexes"])


def test_options_reach_the_features() -> None:
    often = features(Options(expiry_interval_s=0.25))
    assert any(job.every_s == 0.25 for feature in often for job in feature.jobs)
