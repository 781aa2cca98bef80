"""Exports go on where a killed server has left them."""

import gzip
import json
from pathlib import Path
from typing import Any

from jedlik.features.exports.records import KIND, purpose_of
from tests.api.clients import client, create
from tests.app.server import start, verified
from tests.robustness.test_killed_backups import fill, works
from tests.waiting import wait_until

ITEMS = 3_000  # of 10 KB, so an export has four data files
_KILLS_MAX = 4


def data_files(buckets: Path) -> set[str]:
    """Returns the keys of all data files in the bucket."""
    root = buckets / "exported"
    return {str(path.relative_to(root)) for path in root.glob("*/*/data/*.json.gz")}


def is_in_the_middle(folder: Path) -> bool:
    """Returns whether an export has put some data files, and not all."""
    return any(
        work["Kind"] == KIND and purpose_of(work)["Files"] and not work["IsRead"]
        for work in works(folder)
    )


def described(dynamodb: Any, arn: str) -> Any:
    return dynamodb.describe_export(ExportArn=arn)["ExportDescription"]


def exported(buckets: Path, manifest: str) -> tuple[dict[str, str], set[str]]:
    """Returns the items of an export, and the keys of its data files."""
    root = buckets / "exported"
    listed = (root / manifest.replace("-summary", "-files")).read_bytes().splitlines()
    keys = [json.loads(each)["dataFileS3Key"] for each in listed]
    found: dict[str, str] = {}
    for key in keys:
        for line in gzip.decompress((root / key).read_bytes()).splitlines():
            item = json.loads(line)["Item"]
            assert item["pk"]["S"] not in found
            found[item["pk"]["S"]] = item["text"]["S"][:5]
    return found, set(keys)


def test_an_export_goes_on_after_a_kill(tmp_path: Path) -> None:
    folder, buckets = tmp_path / "data", tmp_path / "buckets"
    (buckets / "exported").mkdir(parents=True)
    flags = ("--data", str(folder), "--buckets", str(buckets), "--workers", "2")
    arns: list[str] = []

    for _ in range(_KILLS_MAX):
        server = start(*flags)
        with client(server.url) as dynamodb:
            if not arns:
                create(dynamodb, ("pk", "S"), name="music")
                dynamodb.update_continuous_backups(
                    TableName="music",
                    PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
                )
                fill(dynamodb, range(ITEMS), "first")
            table = dynamodb.describe_table(TableName="music")["Table"]["TableArn"]
            before = data_files(buckets)
            begun = dynamodb.export_table_to_point_in_time(TableArn=table, S3Bucket="exported")
            arns.append(begun["ExportDescription"]["ExportArn"])
            # The first of two files is listed, the second may not be.
            wait_until(lambda: len(data_files(buckets) - before) >= 2)  # noqa: B023
            server.kill()
        if is_in_the_middle(folder):
            break
    else:
        raise AssertionError("no kill was in the middle")
    server = start(*flags)
    with client(server.url) as dynamodb:
        fill(dynamodb, range(100), "later")
        known: set[str] = set()
        for arn in arns:
            wait_until(lambda: described(dynamodb, arn)["ExportStatus"] == "COMPLETED")  # noqa: B023
            found, keys = exported(buckets, described(dynamodb, arn)["ExportManifest"])
            assert found == {str(each): "first" for each in range(ITEMS)}
            known |= keys
        # What was put before a kill and not listed was deleted.
        assert data_files(buckets) == known
    assert server.stop()[0] == 0
    assert verified(folder).endswith("all agree\n")
