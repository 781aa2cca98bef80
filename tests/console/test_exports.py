"""Exports to S3: full and incremental, into buckets that are folders."""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import client, create
from tests.app.server import serving
from tests.console.conftest import go_to

_ITEMS = [{"id": {"S": str(number)}, "title": {"S": "x" * number}} for number in range(40)]
_HOUR_S = 3600
_SHIFTED_CLOCK = Path(__file__).parents[1] / "robustness" / "shifted_clock.py"
_OLD = "exported-since-an-hour"
# A database has a clock of its own, so the table is not an hour old there.
_has_old_table = pytest.mark.folder("its table is an hour old by the clock of the server")


@pytest.fixture(scope="module")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the only bucket, `exported`."""
    folder = tmp_path_factory.mktemp("buckets")
    (folder / "exported").mkdir()
    return folder


@pytest.fixture(scope="module")
def server_url(buckets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with these buckets, and with a table that has had point-in-time recovery for an
    hour: its clock is an hour late until the table is there.
    """
    offset = tmp_path_factory.mktemp("clock") / "offset"
    offset.write_text(str(-_HOUR_S))
    late = (sys.executable, str(_SHIFTED_CLOCK), str(offset))
    with serving("--memory", "--buckets", str(buckets), prefix=late) as server:
        with client(server.url) as dynamodb:
            create(dynamodb, ("id", "S"), name=_OLD)
            _turn_on(dynamodb, _OLD)
            _put(dynamodb, _OLD, *_ITEMS[:3])
        offset.write_text("0")
        yield server.url


def _turn_on(dynamodb: Any, table: str) -> None:
    """Turns on point-in-time recovery."""
    on = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=on)


def _put(dynamodb: Any, table: str, *items: Any) -> None:
    for item in items:
        dynamodb.put_item(TableName=table, Item=item)


def _lines(folder: Path) -> list[Any]:
    """Returns the lines of all data files in a folder."""
    texts = [gzip.decompress(file.read_bytes()) for file in folder.glob("*.gz")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def _fill_in_time(page: Any, what: str, at_s: float) -> None:
    chosen = time.gmtime(at_s)
    page.get_by_label(f"{what} date (UTC)").fill(time.strftime("%Y/%m/%d", chosen))
    page.get_by_label(f"{what} time (UTC)").fill(time.strftime("%H:%M:%S", chosen))


def _export(page: Any, destination: str) -> Any:
    """Fills in the destination, exports, and returns the row of the list."""
    page.get_by_label("Destination S3 bucket").fill(destination)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("heading", name="Exports to S3").wait_for()
    return page.get_by_role("row").filter(has_text=destination)


def test_a_table_is_exported_from_its_page(console: Any, dynamodb: Any, buckets: Path) -> None:
    """Points 43 and 58: the empty list has the step as a command and says which servers have
    buckets. The form says that point-in-time recovery is off, and turns it on. The list shows how
    the export ends. The files have the items, and can be imported from the page of the export.
    """
    name = create(dynamodb, ("id", "S"))
    arn = dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
    _put(dynamodb, name, *_ITEMS)
    go_to(console, "tables", name, "streams")
    console.get_by_text("--buckets FOLDER or --s3-endpoint URL").wait_for()
    console.get_by_text(f"export-table-to-point-in-time --table-arn {arn}").wait_for()
    console.get_by_role("main").get_by_role("link", name="Export to S3").first.click()
    console.get_by_text(f"Point-in-time recovery of {name} is off.").wait_for()
    console.get_by_role("button", name="Export", exact=True).click()
    console.get_by_text("Type an address that begins with s3://.").wait_for()
    console.get_by_role("button", name="Turn on point-in-time recovery").click()
    console.get_by_role("dialog").get_by_role("button", name="Save changes").click()
    console.get_by_text("Point-in-time recovery is on.", exact=True).wait_for()
    row = _export(console, "s3://exported/full")
    row.get_by_text("Completed").wait_for()
    (summary,) = dynamodb.list_exports(TableArn=arn)["ExportSummaries"]
    made = dynamodb.describe_export(ExportArn=summary["ExportArn"])["ExportDescription"]
    assert (made["ExportType"], made["ItemCount"]) == ("FULL_EXPORT", len(_ITEMS))
    data = Path(made["ExportManifest"]).parent / "data"
    items = [line["Item"] for line in _lines(buckets / "exported" / data)]
    assert sorted(items, key=lambda item: int(item["id"]["S"])) == _ITEMS
    row.get_by_role("link").first.click()
    console.get_by_text(f"s3://exported/{made['ExportManifest']}").wait_for()
    console.get_by_role("main").get_by_role("link", name="Import from S3").click()
    source = console.get_by_label("Source S3 URL")
    source.wait_for()
    assert source.input_value() == f"s3://exported/{data}/"
    assert console.get_by_role("radio", name="GZIP").is_checked()


@_has_old_table
def test_what_changed_in_a_period_is_exported(console: Any, dynamodb: Any, buckets: Path) -> None:
    """Point 43: an incremental export, with the old and the new image of each item. A period that
    is too short is refused under its field.
    """
    old, *_ = _ITEMS
    new = {"id": old["id"], "title": {"S": "changed"}}
    _put(dynamodb, _OLD, new)
    go_to(console, f"create-export?table={_OLD}")
    console.get_by_role("radio", name="Incremental export").check()
    _fill_in_time(console, "Start", time.time() - 60)
    console.get_by_role("button", name="Export", exact=True).click()
    console.get_by_text("The period must have at least 15 minutes.").wait_for()
    _fill_in_time(console, "Start", time.time() - _HOUR_S / 2)
    row = _export(console, "s3://exported/changes/")
    row.get_by_text("Completed").wait_for()
    row.get_by_text("Incremental export").wait_for()
    (line,) = _lines(buckets / "exported/changes/AWSDynamoDB/data")
    assert (line["Keys"], line["OldImage"], line["NewImage"]) == ({"id": old["id"]}, old, new)
    row.get_by_role("link").first.click()
    console.get_by_text("New and old images").wait_for()
    assert console.get_by_role("main").get_by_role("link", name="Import from S3").count() == 0


@_has_old_table
def test_a_failure_is_shown_with_its_cause(console: Any, dynamodb: Any, buckets: Path) -> None:
    """Point 43: a second that the service does not have is refused above the form, which keeps
    what was typed. A bucket that does not exist makes the export fail: list and page show it, and
    the page says which servers have buckets.
    """
    go_to(console, f"create-export?table={_OLD}")
    console.get_by_role("radio", name="Export from an earlier point in time").check()
    _fill_in_time(console, "Export", time.time() - 2 * _HOUR_S)
    console.get_by_role("radio", name="Amazon Ion").check()
    console.get_by_label("Destination S3 bucket").fill("s3://missing/a")
    console.get_by_role("button", name="Export", exact=True).click()
    console.get_by_text("InvalidExportTimeException: Export Time is invalid").wait_for()
    assert console.get_by_role("radio", name="Amazon Ion").is_checked()
    _fill_in_time(console, "Export", time.time() - _HOUR_S / 2)
    row = _export(console, "s3://missing/a")
    row.get_by_text("Failed", exact=True).wait_for()
    row.get_by_text("S3NoSuchBucket: The specified bucket does not exist").wait_for()
    row.get_by_role("link").first.click()
    console.get_by_text("S3NoSuchBucket: The specified bucket does not exist").wait_for()
    console.get_by_text("The server must have been started with").wait_for()
    console.get_by_text("Amazon Ion").wait_for()
    arn = dynamodb.describe_table(TableName=_OLD)["Table"]["TableArn"]
    (made, *_) = dynamodb.list_exports(TableArn=arn)["ExportSummaries"]
    described = dynamodb.describe_export(ExportArn=made["ExportArn"])["ExportDescription"]
    assert (described["ExportFormat"], described["S3Prefix"]) == ("ION", "a")
    assert not (buckets / "missing").exists()
