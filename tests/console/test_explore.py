"""Explore items: scans and queries, their results, cost and code."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import create, unique
from tests.clients.install import JAVASCRIPT
from tests.console.controls import act, choose
from tests.console.items import (
    cells,
    condition,
    open_items,
    put_all,
    run,
    scanned,
    strip,
)


@pytest.fixture(scope="module")
def music(dynamodb: Any) -> str:
    """A table with a global and a local index and 40 items of four singers."""
    name = unique("music")
    keys = [("Singers", "HASH"), ("Songs", "RANGE")]
    year = [("Singers", "HASH"), ("year", "RANGE")]
    genre = [("genre", "HASH"), ("Songs", "RANGE")]
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=_schema(keys),
        AttributeDefinitions=[
            {"AttributeName": each, "AttributeType": "N" if each == "year" else "S"}
            for each in ("Singers", "Songs", "year", "genre")
        ],
        LocalSecondaryIndexes=[_index("by-year", year)],
        GlobalSecondaryIndexes=[_index("by-genre", genre)],
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    put_all(dynamodb, name, [_song(number) for number in range(40)])
    return name


def _schema(keys: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in keys]


def _index(name: str, keys: list[tuple[str, str]]) -> dict[str, Any]:
    projection = {"ProjectionType": "ALL"}
    return {"IndexName": name, "KeySchema": _schema(keys), "Projection": projection}


def _song(number: int) -> dict[str, Any]:
    return {
        "Singers": {"S": f"Singer {number % 4}"},
        "Songs": {"S": f"Song {number:02}"},
        "year": {"N": str(1960 + number)},
        "genre": {"S": "film" if number % 2 else "pop"},
        "live": {"BOOL": number % 3 == 0},
        "cover": {"B": bytes([number])},
        "nothing": {"NULL": True},
        "place": {"M": {"city": {"S": f"City {number % 5}"}, "tags": {"L": [{"S": "a"}]}}},
    }


_SORT_CONDITIONS = [
    ("=", "Song 05", "", "Songs = :a"),
    ("<=", "Song 13", "", "Songs <= :a"),
    ("<", "Song 13", "", "Songs < :a"),
    (">=", "Song 13", "", "Songs >= :a"),
    (">", "Song 13", "", "Songs > :a"),
    ("between", "Song 05", "Song 21", "Songs BETWEEN :a AND :b"),
    ("begins_with", "Song 2", "", "begins_with(Songs, :a)"),
]


def test_each_condition_of_the_sort_key_gives_what_the_sdk_gives(
    console: Any, dynamodb: Any, music: str
) -> None:
    """Point 31."""
    query = [("operation", "query"), ("partition", "Singer 1"), ("descending", "true")]
    for chosen, first, second, expression in _SORT_CONDITIONS:
        open_items(console, music, [*query, ("sort", condition(chosen, first, second))])
        run(console)
        values = {":p": {"S": "Singer 1"}, ":a": {"S": first}}
        found = dynamodb.query(
            TableName=music,
            KeyConditionExpression=f"Singers = :p AND {expression}",
            ExpressionAttributeValues=values | ({":b": {"S": second}} if second else {}),
            ScanIndexForward=False,
        )["Items"]
        assert found
        assert cells(console, 2) == [item["Songs"]["S"] for item in found], expression


def test_the_table_and_each_index_are_scanned_and_queried_by_hand(
    console: Any, dynamodb: Any, music: str
) -> None:
    """Point 31: with the mouse and the keyboard. A link has run nothing before."""
    open_items(console, music)
    assert "Items returned: 40" in run(console)
    choose(console, "Select a table or index", "Index - by-genre")
    assert "Items returned: 40" in run(console)
    console.get_by_role("radio", name="Query").check(force=True)
    console.get_by_label("Partition key: genre (String)").fill("film")
    choose(console, "Condition of Songs", "Greater than")
    console.get_by_label("Value of Songs", exact=True).fill("Song 30")
    console.get_by_role("checkbox", name="Sort descending").click()
    assert console.get_by_role("checkbox", name="Consistent read").is_disabled()
    run(console)
    assert cells(console, 2) == [f"Song {number}" for number in (39, 37, 35, 33, 31)]
    choose(console, "Select a table or index", "Index - by-year")
    console.get_by_label("Partition key: Singers (String)").fill("Singer 2")
    choose(console, "Condition of year", "Less than")
    console.get_by_label("Value of year", exact=True).fill("1970")
    console.get_by_role("checkbox", name="Sort descending").click()
    run(console)
    assert cells(console, 2) == ["Song 02", "Song 06"]
    # The address has the whole form: a fresh page shows it, and runs nothing.
    address = console.evaluate("window.location.hash").lstrip("#/").split("/", 1)[1]
    console.evaluate("hash => { window.location.hash = hash; }", "/us-east-1/tables")
    console.get_by_role("heading", name="Tables").wait_for()
    console.reload()
    console.get_by_role("button", name="Continue without credentials").click()
    console.get_by_role("heading", name="Tables").wait_for()
    console.evaluate("hash => { window.location.hash = hash; }", f"/us-east-1/{address}")
    console.get_by_text("No query was run yet.").wait_for()
    assert console.get_by_label("Value of year", exact=True).input_value() == "1970"


_FILTERS: list[tuple[tuple[str, ...], int]] = [
    (("genre", "=", "S", "film", ""), 20),
    (("year", "<>", "N", "1960", ""), 39),
    (("year", "<=", "N", "1964", ""), 5),
    (("year", "<", "N", "1964", ""), 4),
    (("cover", ">=", "B", "Jw==", ""), 1),
    (("year", ">", "N", "1990", ""), 9),
    (("year", "between", "N", "1970", "1979"), 10),
    (("place.city", "exists", "S", "", ""), 40),
    (("place.city", "not_exists", "S", "", ""), 0),
    (("Songs", "contains", "S", "g 1", ""), 10),
    (("Songs", "not_contains", "S", "g 1", ""), 30),
    (("place.city", "begins_with", "S", "City 3", ""), 8),
    (("live", "=", "BOOL", "true", ""), 14),
    (("nothing", "=", "NULL", "", ""), 40),
]


def test_each_condition_and_type_of_a_filter(console: Any, music: str) -> None:
    """Point 32."""
    for parts, expected in _FILTERS:
        open_items(console, music, [("filter", condition(*parts))])
        text = run(console)
        assert f"Items returned: {expected}" in text, parts
        assert "Items scanned: 40" in text, parts


def test_three_filters_together_with_the_figures_of_the_run(console: Any, music: str) -> None:
    """Point 32: by hand. The strip shows returned, scanned, efficiency and capacity."""
    open_items(console, music)
    console.get_by_role("button", name="Filters - optional").click()
    rows = [
        ("genre", "Equal to", "String", "film"),
        ("year", "Greater than", "Number", "1980"),
        ("live", "Equal to", "Boolean", None),
    ]
    for number, (name, chosen, kind, value) in enumerate(rows, 1):
        console.get_by_role("button", name="Add filter").click()
        console.get_by_label(f"Attribute name of filter {number}").fill(name)
        choose(console, f"Condition of filter {number}", chosen)
        choose(console, f"Type of filter {number}", kind)
        if value is not None:
            console.get_by_label(f"Value of filter {number}", exact=True).fill(value)
    console.get_by_text("No query was run yet.").wait_for()
    text = run(console)
    assert "Items returned: 4 · Items scanned: 40 · Efficiency: 10% · RCUs consumed:" in text
    # What is wrong is shown at its field, and nothing is run.
    console.get_by_label("Value of filter 2", exact=True).fill("many")
    console.get_by_role("button", name="Run", exact=True).click()
    console.get_by_text("Write a number, for example 12 or -1.5.").wait_for()


def test_pages_have_no_gap_and_no_duplicate(console: Any, dynamodb: Any) -> None:
    """Point 33: pages of 50 and of 300, forward and back; empty pages read on.

    All items are more than the service reads for one page, which is 1 MB.
    """
    table = create(dynamodb, ("id", "S"))
    items = [{"id": {"S": f"{n:05}"}, "text": {"S": "x" * 1000}} for n in range(1300)]
    put_all(dynamodb, table, items)
    order = [item["id"]["S"] for item in scanned(dynamodb, table)]
    open_items(console, table)
    run(console)
    forward = console.get_by_role("button", name="Next page of items")
    for number in range(4):
        console.get_by_role("button", name=f"Page {number + 1} of items").wait_for()
        console.get_by_text(order[number * 50], exact=True).wait_for()
        assert cells(console, 1) == order[number * 50 : (number + 1) * 50]
        forward.click()
    for number in (3, 2):
        console.get_by_role("button", name="Previous page of items").click()
        console.get_by_text(order[number * 50], exact=True).wait_for()
        assert cells(console, 1) == order[number * 50 : (number + 1) * 50]
    console.get_by_role("button", name="Preferences").click()
    choose(console, "Page size", "300 items")
    console.get_by_role("button", name="Save changes").click()
    run(console)
    seen: list[str] = []
    for number in range(5):
        console.get_by_text(order[number * 300], exact=True).wait_for()
        seen += cells(console, 1)
        if number < 4:
            forward.click()
    assert seen == order
    last = condition("id", "=", "S", order[-1], "")
    open_items(console, table, [("filter", last)])
    run(console)
    console.get_by_text("No item of this page matches, but there is more to read.").wait_for()
    console.get_by_role("button", name="Retrieve next page").click()
    console.get_by_text("Items scanned: 1,300").wait_for()
    assert cells(console, 1) == [order[-1]]


def test_three_attributes_and_nested_paths_are_projected(
    console: Any, dynamodb: Any, music: str
) -> None:
    """Point 34."""
    open_items(console, music)
    choose(console, "Select attribute projection", "Specific attributes")
    for path in ("Songs", "year", "place.tags[0]"):
        console.get_by_label("Specific attributes to project").fill(path)
        console.get_by_label("Specific attributes to project").press("Enter")
    run(console)
    headers = console.get_by_role("table", name="Items").get_by_role("columnheader")
    texts = [text.strip() for text in headers.all_inner_texts()]
    assert texts[1:] == ["Singers (String)", "Songs (String)", "place (Map)", "year (Number)"]
    assert set(cells(console, 3)) == {'{"M":{"tags":{"L":[{"S":"a"}]}}}'}


def test_the_cost_is_shown_before_and_after_a_run(console: Any, music: str) -> None:
    """Point 48. The estimate of a small table knows what a scan costs at least."""
    open_items(console, music)
    console.get_by_text("A scan reads every item, whatever the filter").wait_for()
    console.get_by_role("button", name="Cost of this query").click()
    units = float(run(console).rpartition("RCUs consumed: ")[2])
    before = f"Before: the first page reads about {units:g} units"
    console.get_by_text(before).wait_for()
    console.get_by_text(f"Afterwards: this run used {units:g} units").wait_for()
    console.get_by_label("Such reads in each second").fill("100")
    cost = units * 100 * 86_400 * 0.125 / 1e6
    console.get_by_text(f"${cost:.2f}", exact=True).wait_for()


_LANGUAGES = ("AWS CLI", "Python (client)", "Python (resource)", "JavaScript")


def test_the_code_of_a_query_gives_its_results(console: Any, music: str, code_folder: Path) -> None:
    """Point 49. JavaScript is run where its SDK is installed (`make clients`)."""
    sort = condition("between", "Song 05", "Song 30")
    wanted = condition("place.city", "<>", "S", "it's", "")
    query = [("operation", "query"), ("partition", "Singer 1"), ("sort", sort)]
    open_items(console, music, [*query, ("filter", wanted), ("descending", "true")])
    act(console, "Code for this query")
    codes = {}
    for language in _LANGUAGES:
        console.get_by_role("tab", name=language).click()
        codes[language] = console.get_by_label(f"Code for {language}").inner_text()
    console.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    run(console)
    shown = cells(console, 2)
    assert len(shown) == 7
    for language, code in codes.items():
        if language != "JavaScript" or (shutil.which("node") and JAVASCRIPT.wanting() is None):
            assert _run_code(language, code, code_folder) == shown, language


@pytest.fixture
def code_folder(tmp_path: Path) -> Path:
    """A folder in which code for JavaScript finds the SDK, if that is installed."""
    (tmp_path / "node_modules").symlink_to(JAVASCRIPT.installed / "node_modules")
    return tmp_path


def _run_code(language: str, code: str, folder: Path) -> list[str]:
    """Runs the code as a user would and returns the songs that it prints."""
    settings = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_PAGER": ""}
    tools = str(Path(sys.executable).parent)
    settings["PATH"] = f"{tools}:{os.environ['PATH']}"
    program = folder / "read.mjs"
    program.write_text(code)
    commands = {"AWS CLI": ["bash", "-c", code], "JavaScript": ["node", str(program)]}
    output = subprocess.run(
        commands.get(language, [sys.executable, "-c", code]),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | settings,
        timeout=60,
    ).stdout
    if language == "AWS CLI":
        return [item["Songs"]["S"] for item in json.loads(output)["Items"]]
    return re.findall(r"\bSongs'?: (?:\{ ?'?S'?: )?'([^']*)'", output)


def test_the_strip_shows_the_error_of_the_service(console: Any, dynamodb: Any) -> None:
    """A read of a table that was deleted meanwhile shows the service's own text."""
    table = create(dynamodb, ("id", "S"))
    open_items(console, table)
    run(console)
    dynamodb.delete_table(TableName=table)
    console.get_by_role("button", name="Run", exact=True).click()
    console.get_by_text("ResourceNotFoundException").wait_for()


def test_three_hundred_columns_stay_usable(console: Any, dynamodb: Any) -> None:
    """The first 50 are shown; the gear shows others, and remembers them."""
    table = create(dynamodb, ("id", "S"))
    wide = {f"a{n:03}": {"S": str(n)} for n in range(299)}
    put_all(dynamodb, table, [{"id": {"S": str(n)}} | wide for n in range(50)])
    open_items(console, table)
    run(console)
    console.get_by_text("250 of 300 columns are hidden.").wait_for()
    console.get_by_role("button", name="Preferences").click()
    console.get_by_role("button", name="Deselect all").click()
    console.get_by_label("Find attributes").fill("a298")
    console.get_by_role("switch", name="a298 (String)").or_(
        console.get_by_role("checkbox", name="a298 (String)")
    ).first.click()
    console.get_by_role("button", name="Save changes").click()
    assert set(cells(console, 2)) == {"298"}
    open_items(console, table, [("consistent", "true")])
    run(console)
    assert set(cells(console, 2)) == {"298"}
    assert "Items returned: 50" in strip(console)


def test_a_vector_index_is_searched(console: Any, dynamodb: Any) -> None:
    """Point 29: the form of a search gives what SearchVectors gives."""
    index = {
        "IndexName": "near",
        "VectorAttribute": {"AttributeName": "embedding"},
        "Dimensions": 3,
        "DistanceFunction": "COSINE",
        "Projection": {"ProjectionType": "ALL"},
    }
    table = create(dynamodb, ("id", "S"), VectorIndexes=[index])
    vectors = {"east": "1 0 0", "north": "0 1 0", "west": "-1 0 0"}
    for name, text in vectors.items():
        embedding = {"L": [{"N": part} for part in text.split()]}
        dynamodb.put_item(TableName=table, Item={"id": {"S": name}, "embedding": embedding})
    open_items(console, table)
    console.get_by_role("radio", name="Search").check(force=True)
    console.get_by_label("Search vector").fill("1, 0.5")
    console.get_by_role("button", name="Run", exact=True).click()
    console.get_by_text("Write 3 numbers; there are 2.").first.wait_for()
    console.get_by_label("Search vector").fill("[1, 0.5, 0]")
    run(console)
    assert cells(console, 2) == ["east", "north", "west"]
