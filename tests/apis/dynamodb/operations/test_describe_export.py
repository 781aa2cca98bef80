"""DescribeExport. What ARNs it refuses is in tests/features/exports/test_named.py."""

from tests.engine.in_memory import VE
from tests.features.exports.samples import begin, described, exported, with_items


def test_an_export_under_way_and_its_end() -> None:
    caller, _ = with_items(2)
    begun = begin(caller)
    assert described(caller, begun["ExportArn"]) == begun
    ended = exported(caller)
    assert ended["ExportStatus"] == "COMPLETED"
    assert {"EndTime", "ExportManifest", "ItemCount", "BilledSizeBytes"} <= ended.keys()


def test_it_outlives_its_table() -> None:
    caller, _ = with_items(2)
    ended = exported(caller)
    caller.call("DeleteTable", TableName="music")
    assert described(caller, ended["ExportArn"]) == ended


def test_the_length_of_an_arn() -> None:
    caller, _ = with_items(0)
    refused = caller.refusal("DescribeExport", ExportArn="x" * 36)
    assert refused.startswith(VE)
    assert "'exportArn' failed to satisfy constraint" in refused
