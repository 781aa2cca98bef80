"""Imports from S3: each format, and what was wrong."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.clients import unique
from tests.app.server import serving
from tests.console.conftest import go_to
from tests.console.controls import choose

_JSON = "".join(f'{{"Item":{{"id":{{"N":"{n}"}},"title":{{"S":"x"}}}}}}\n' for n in range(30))
_ION = '$ion_1_0 {Item:{id:1.,title:"one",tags:$dynamodb_SS::["a","b"]}}\n'
_BAD = (
    '{"Item":{"id":{"N":"1"}}}\n{"Item":{"title":{"S":"no key"}}}\n<img src=x onerror=alert(1)>\n'
)


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the bucket `files`."""
    buckets = tmp_path_factory.mktemp("buckets")
    files = buckets / "files"
    files.mkdir()
    (files / "songs.json.gz").write_bytes(gzip.compress(_JSON.encode()))
    (files / "songs.csv").write_text("1;One\n2;Two\n")
    (files / "songs.ion").write_text(_ION)
    (files / "bad.json").write_text(_BAD)
    with serving("--memory", "--buckets", str(buckets)) as server:
        yield server.url


def _choose_source(page: Any, url: str, **choices: str) -> None:
    """Fills in the first step. choices: the labels of compression and format."""
    go_to(page, f"create-import?source={url}")
    page.get_by_role("heading", name="Import options").wait_for()
    for label in choices.values():
        page.get_by_role("radio", name=label).check()


def _next(page: Any, heading: str) -> None:
    page.get_by_role("button", name="Next").click()
    page.get_by_role("heading", name=heading).wait_for()


def _import_into(page: Any, table: str) -> Any:
    """Fills in the key, reviews, imports, and returns the row of the list."""
    _next(page, "Destination table")
    page.get_by_label("Table name").fill(table)
    page.get_by_label("Partition key", exact=True).fill("id")
    choose(page, "Type of partition key", "Number")
    _next(page, "Review and import")
    page.get_by_text("id (N)").wait_for()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("heading", name="Imports from S3").wait_for()
    return page.get_by_role("row").filter(has_text=table)


def _items(dynamodb: Any, table: str) -> list[Any]:
    found = dynamodb.scan(TableName=table)["Items"]
    return sorted(found, key=lambda item: int(item["id"]["N"]))


def test_compressed_json_is_imported_from_the_list(console: Any, dynamodb: Any) -> None:
    """Points 43 and 58: the empty list says which servers have buckets, and has the step as a
    command. The list shows how the import ends, and the new table has the items.
    """
    go_to(console, "imports")
    console.get_by_text("--buckets FOLDER or --s3-endpoint URL").wait_for()
    console.get_by_text("aws dynamodb import-table").wait_for()
    console.get_by_role("main").get_by_role("link", name="Import from S3").first.click()
    console.get_by_role("button", name="Next").click()
    console.get_by_text("Type an address that begins with s3://.").wait_for()
    _choose_source(console, "s3://files/songs.json", compression="GZIP")
    table = unique("json")
    row = _import_into(console, table)
    row.get_by_text("Completed").wait_for()
    row.get_by_role("cell", name="30", exact=True).wait_for()
    expected = [{"id": {"N": str(n)}, "title": {"S": "x"}} for n in range(30)]
    assert _items(dynamodb, table) == expected
    row.get_by_role("link", name=table).click()
    console.get_by_role("heading", name=table).wait_for()


def test_csv_is_imported_with_headers_of_its_own(console: Any, dynamodb: Any) -> None:
    """Point 43: another delimiter, and names of columns that the file does not have."""
    _choose_source(console, "s3://files/songs.csv", format="CSV")
    console.get_by_role("radio", name="Customize your headers").check()
    console.get_by_role("button", name="Next").click()
    console.get_by_text("Type the name of each column, with commas between them.").wait_for()
    console.get_by_label("Names of the columns").fill("id, title")
    choose(console, "CSV delimiter character", "Semicolon (;)")
    table = unique("csv")
    row = _import_into(console, table)
    row.get_by_text("Completed").wait_for()
    one, two = _items(dynamodb, table)
    assert one == {"id": {"N": "1"}, "title": {"S": "One"}}
    assert two == {"id": {"N": "2"}, "title": {"S": "Two"}}
    row.get_by_role("link").first.click()
    console.get_by_text("Semicolon (;)").wait_for()
    console.get_by_text("id, title").wait_for()


def test_ion_is_imported(console: Any, dynamodb: Any) -> None:
    """Point 43."""
    _choose_source(console, "s3://files/songs.ion", format="Amazon Ion")
    table = unique("ion")
    _import_into(console, table).get_by_text("Completed").wait_for()
    (item,) = _items(dynamodb, table)
    assert (item["title"], sorted(item["tags"]["SS"])) == ({"S": "one"}, ["a", "b"])


def test_what_was_wrong_is_shown(console: Any, dynamodb: Any) -> None:
    """Point 43: an import with errors. The list counts them, and the page of the import has what
    was wrong with each record. A folder of an export gets a warning, and a bucket that does not
    exist makes an import fail.
    """
    _choose_source(console, "s3://files/AWSDynamoDB/01764540000000-0a1b2c3d")
    console.get_by_text("This is the folder of an export.").wait_for()
    console.get_by_label("Source S3 URL").fill("s3://files/bad")
    table = unique("bad")
    row = _import_into(console, table)
    row.get_by_text("Failed", exact=True).wait_for()
    row.get_by_text("ItemValidationError").wait_for()
    row.get_by_role("cell", name="2", exact=True).wait_for()
    row.get_by_role("link").first.click()
    errors = console.get_by_role("table", name="Errors").get_by_role("row")
    errors.filter(has_text="Missing the key id in the item").wait_for()
    assert errors.count() == 3  # with the header
    assert _items(dynamodb, table) == [{"id": {"N": "1"}}]
    _choose_source(console, "s3://missing")
    row = _import_into(console, unique("missing"))
    row.get_by_text("S3NoSuchBucket").wait_for()
