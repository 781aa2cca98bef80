"""How quick the console is with very much: `python -m benchmarks.console`.

It fills a server with 2,500 tables, which is the limit of an account. Of these, one has a million
items, one has items of 400 KB, and one has items of 300 attributes. Then it opens the console in
Chromium and does what a user does. It measures each step from the key or the click until the page
shows the result, and the memory of the page. Each round starts with a new browser, in which nothing
is cached. The figures are medians of the rounds. It needs Debian's Chromium (`make browser`).

`--data FOLDER` keeps the data, so that a second run need not fill again.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import boto3
import orjson
from playwright.sync_api import Page, sync_playwright

from benchmarks.http.client import Endpoint
from benchmarks.http.drive import send_all
from benchmarks.http.fleet import start_request
from benchmarks.http.music import Call
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed
from benchmarks.http.targets import environment

_CONNECTIONS: Final = 16
_BATCH: Final = 25
_LARGE_BYTES: Final = 400_000
_LARGE_ITEMS: Final = 10
_MEMBERS: Final = 10_000
_COLUMNS: Final = 300
_WIDE_ITEMS: Final = 50
_MB: Final = 1_000_000
_TIMEOUT_MS: Final = 60_000
_MANY, _LARGE, _WIDE = "a-million", "a-large", "a-wide"


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=2_500)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, _serving(options.data or made) as endpoint:
        _fill(endpoint, options.tables, options.items)
        figures = _Figures()
        try:
            for _ in range(options.rounds):
                with _opened() as page:
                    _walk(page, endpoint, options.tables, figures)
        finally:
            figures.print()


@contextmanager
def _serving(folder: str) -> Iterator[Endpoint]:
    endpoint = free_endpoint()
    command = str(Path(sys.executable).with_name("jedlik"))
    process = ServerProcess(
        [command, "serve", "--port", str(endpoint.port), "--data", f"{folder}/data"],
        endpoint=endpoint,
        environment=environment(),
    )
    try:
        process.wait_for_answer(start_request("jedlik", endpoint))
        yield endpoint
    finally:
        process.stop()


def _fill(endpoint: Endpoint, tables: int, items: int) -> None:
    """Makes what is not there yet."""
    keys = BENCHMARK_CREDENTIALS
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=f"http://{endpoint.authority}",
        region_name=keys.region,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    if dynamodb.list_tables(Limit=1)["TableNames"]:
        return
    began = time.monotonic()
    names = [_MANY, _LARGE, _WIDE, *(f"table-{number:05}" for number in range(tables - 3))]
    _send(endpoint, (Call("CreateTable", _definition(name)) for name in names))
    waiter = dynamodb.get_waiter("table_exists")
    for name in (_MANY, _LARGE, _WIDE):
        waiter.wait(TableName=name)
    _send(endpoint, _batches(_MANY, (_small(number) for number in range(items)), _BATCH))
    _send(endpoint, _batches(_LARGE, (_large(number) for number in range(_LARGE_ITEMS)), 1))
    attributes = {f"a{number:03}": {"S": f"value {number}"} for number in range(_COLUMNS - 1)}
    wide = ({"id": {"S": f"{number}"}, **attributes} for number in range(_WIDE_ITEMS))
    _send(endpoint, _batches(_WIDE, wide, _BATCH))
    print(f"filled in {time.monotonic() - began:.0f} s")


def _send(endpoint: Endpoint, calls: Iterator[Call]) -> None:
    requests = signed(calls, host=endpoint.authority, credentials=BENCHMARK_CREDENTIALS)
    send_all(endpoint, requests, connections=_CONNECTIONS)


def _definition(name: str) -> bytes:
    return orjson.dumps(
        {
            "TableName": name,
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }
    )


def _small(number: int) -> dict[str, Any]:
    return {
        "id": {"S": f"{number:08}"},
        "group": {"N": str(number % 1000)},
        "text": {"S": f"text of the item {number}"},
        "done": {"BOOL": number % 2 == 0},
    }


def _large(number: int) -> dict[str, Any]:
    """An item with a long text, or with a list of many members."""
    if number % 2:
        text = "m" * (_LARGE_BYTES // _MEMBERS - 4)
        return {"id": {"S": f"list-{number}"}, "many": {"L": [{"S": text}] * _MEMBERS}}
    return {"id": {"S": f"text-{number}"}, "text": {"S": "x" * _LARGE_BYTES}}


def _batches(table: str, items: Iterator[dict[str, Any]], size: int) -> Iterator[Call]:
    puts: list[dict[str, Any]] = []
    for item in items:
        puts.append({"PutRequest": {"Item": item}})
        if len(puts) == size:
            yield Call("BatchWriteItem", orjson.dumps({"RequestItems": {table: puts}}))
            puts = []
    if puts:
        yield Call("BatchWriteItem", orjson.dumps({"RequestItems": {table: puts}}))


@contextmanager
def _opened() -> Iterator[Page]:
    """A page in a browser of its own."""
    path = (
        os.environ.get("JEDLIK_TEST_BROWSER")
        or shutil.which("chromium")
        or shutil.which("chromium-headless-shell")  # all that `make browser` installs
    )
    if path is None:
        sys.exit("There is no Chromium here (make browser).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        context.set_default_timeout(_TIMEOUT_MS)
        yield context.new_page()
        browser.close()


class _Figures:
    """What was measured, by its name."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {}
        self._bytes: dict[str, list[float]] = {}

    def step(self, name: str, *actions: Callable[[], object]) -> None:
        """Measures the time of actions: the first does something, the last waits for its result."""
        began = time.perf_counter()
        for action in actions:
            action()
        self._seconds.setdefault(name, []).append(time.perf_counter() - began)

    def memory(self, name: str, page: Page) -> None:
        """Measures the memory of the page's own values after a garbage collection."""
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        used = session.send("Runtime.getHeapUsage")["usedSize"]
        session.detach()
        self._bytes.setdefault(name, []).append(used)

    def print(self) -> None:
        """Prints a table in Markdown."""
        print("| step | time |\n|---|---|")
        for name, seconds in self._seconds.items():
            print(f"| {name} | {statistics.median(seconds):.2f} s |")
        print("\n| page | memory |\n|---|---|")
        for name, sizes in self._bytes.items():
            print(f"| {name} | {statistics.median(sizes) / _MB:.0f} MB |")


def _walk(page: Page, endpoint: Endpoint, tables: int, figures: _Figures) -> None:
    """Visits the pages as a user does."""
    url = f"http://{endpoint.authority}/console/#/us-east-1/tables"
    enter = page.get_by_role("button", name="Continue without credentials")
    figures.step("the sign-in page, nothing cached", lambda: page.goto(url), enter.wait_for)
    _walk_tables(page, enter, tables, figures)
    _walk_million(page, figures)
    _walk_large(page, figures)
    _walk_wide(page, figures)


def _walk_tables(page: Page, enter: Any, tables: int, figures: _Figures) -> None:
    title = f"{tables:,} tables"
    row = page.get_by_role("link", name="table-00000", exact=True)
    figures.step(f"{title}: the first rows after signing in", enter.click, row.wait_for)
    figures.memory(f"{title}: the list", page)
    find = page.get_by_placeholder("Find tables")
    text = f"{tables - 5:05}"
    last = page.get_by_role("link", name=f"table-{text}", exact=True)
    figures.step(f"{title}: the search in the list", lambda: find.fill(text), last.wait_for)
    figures.step(f"{title}: all again", lambda: find.fill(""), row.wait_for)
    by_name = partial(page.get_by_role("button", name="Name", exact=True).first.press, "Enter")
    figures.step(f"{title}: sorted by name", by_name, _drawn(page))
    figures.step(f"{title}: sorted the other way", by_name, last.wait_for)
    following = page.get_by_role("button", name="Next page", exact=True)
    gone = lambda: last.wait_for(state="detached")  # noqa: E731
    figures.step(f"{title}: the next page", following.click, gone)
    option = page.get_by_role("option", name=f"table-{text}")
    figures.step(
        f"{title}: the search in the top bar, its first use",
        lambda: page.keyboard.press("Control+k"),
        lambda: page.keyboard.insert_text(text),
        option.first.wait_for,
    )
    page.keyboard.press("Escape")
    names = page.get_by_role("list", name="Tables").get_by_role("link")
    figures.step(
        f"{title}: the list next to the items", lambda: _go(page, "explore"), names.first.wait_for
    )


def _go(page: Page, path: str) -> None:
    page.evaluate("path => { window.location.hash = path; }", f"/us-east-1/{path}")


def _open_items(page: Page, table: str, query: dict[str, str] | None = None) -> None:
    _go(page, f"explore/{table}" + (f"?{urlencode(query)}" if query else ""))
    page.get_by_text("No query was run yet.").wait_for()
    page.get_by_role("heading", name=table, exact=True).wait_for()


def _run(page: Page) -> None:
    page.get_by_role("button", name="Run", exact=True).click()


def _rows(page: Page) -> Any:
    return page.get_by_role("table", name="Items").get_by_role("link")


def _walk_million(page: Page, figures: _Figures) -> None:
    title = "a million items"
    _open_items(page, _MANY)
    rows = _rows(page)
    figures.step(f"{title}: a scan, the first rows", lambda: _run(page), rows.first.wait_for)
    first = str(rows.first.inner_text())
    gone = page.get_by_role("link", name=first, exact=True)
    figures.step(
        f"{title}: the next page",
        page.get_by_role("button", name="Next page of items").click,
        lambda: gone.wait_for(state="detached"),
    )
    by_group = page.get_by_role("button", name="group (Number)", exact=True).first
    figures.step(
        f"{title}: the page sorted by a column", partial(by_group.press, "Enter"), _drawn(page)
    )
    none = orjson.dumps(["text", "contains", "S", "no such text", ""]).decode()
    _open_items(page, _MANY, {"filter": none})
    figures.step(
        f"{title}: a filter that finds nothing in 1 MB",
        lambda: _run(page),
        lambda: page.get_by_text("No item of this page matches").wait_for(),
    )
    figures.memory(title, page)


def _walk_large(page: Page, figures: _Figures) -> None:
    title = "items of 400 KB"
    _open_items(page, _LARGE)
    figures.step(f"{title}: a scan", lambda: _run(page), _rows(page).first.wait_for)
    figures.memory(f"{title}: the list", page)
    for name, value in (("text-0", "Value of text"), ("list-1", "Value of many[0]")):
        kind = "a text" if name == "text-0" else f"a list of {_MEMBERS:,}"
        address = f"explore/{_LARGE}/item?" + urlencode({"key": f'{{"id": {{"S": "{name}"}}}}'})
        field = page.get_by_label(value, exact=True)
        unfold = page.get_by_role("button", name="Unfold many")
        opened = unfold if name == "list-1" else field
        figures.step(f"{title}, {kind}: the form", partial(_go, page, address), opened.wait_for)
        if name == "list-1":
            figures.step(f"{title}, {kind}: unfolded", unfold.click, field.wait_for)
        field.press("Control+End")
        write = partial(field.press, "y")
        figures.step(f"{title}, {kind}: one more letter in the form", write, _drawn(page))
        editor = page.locator(".ace_text-input")
        view = page.get_by_role("button", name="JSON view")
        shown = partial(editor.wait_for, state="attached")
        figures.step(f"{title}, {kind}: the JSON view", view.click, shown)
        editor.focus()
        page.keyboard.press("Control+Home")
        enter = partial(page.keyboard.press, "Enter")
        figures.step(f"{title}, {kind}: a new line in the JSON view", enter, _drawn(page))
        figures.memory(f"{title}, {kind}: the page of the item", page)


def _drawn(page: Page) -> Callable[[], object]:
    """Returns an action that waits until the page has been drawn."""
    script = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    return lambda: page.evaluate(script)


def _walk_wide(page: Page, figures: _Figures) -> None:
    title = f"{_COLUMNS} columns"
    _open_items(page, _WIDE)
    figures.step(
        f"{title}: a scan, 50 columns shown", lambda: _run(page), _rows(page).first.wait_for
    )
    page.get_by_role("button", name="Preferences").click()
    figures.step(
        f"{title}: all are shown",
        lambda: page.get_by_role("button", name="Select all", exact=True).click(),
        lambda: page.get_by_role("button", name="Save changes").click(),
        lambda: page.get_by_role("columnheader", name="a298").wait_for(state="attached"),
    )
    scroll = "table => { table.parentElement.scrollLeft += 1000; }"
    items = page.get_by_role("table", name="Items")
    figures.step(f"{title}: a step to the right", lambda: items.evaluate(scroll), _drawn(page))
    by_id = page.get_by_role("button", name="id (String)", exact=True).first
    figures.step(f"{title}: sorted by a column", partial(by_id.press, "Enter"), _drawn(page))
    figures.memory(f"{title}: the list", page)
    field = page.get_by_label("Value of a000", exact=True)
    row = _rows(page).first
    figures.step(f"{title}: the form of an item", row.click, field.wait_for)
    write = partial(field.press, "y")
    figures.step(f"{title}: one more letter in the form", write, _drawn(page))


if __name__ == "__main__":
    main()
