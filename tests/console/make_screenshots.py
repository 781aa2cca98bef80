"""Makes the pictures of docs/first-ten-minutes.md: `python -m tests.console.make_screenshots`.

It starts a server in memory, walks through the first ten minutes as a newcomer does, and writes
docs/images/*.png with at most 256 colours, at most ten pictures, together below 1 MB.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from playwright.sync_api import sync_playwright

from tests.api.clients import REGION, create
from tests.app.server import serving
from tests.console.conftest import CHROMIUM, go_to, open_console
from tests.console.palette import with_palette

IMAGES = Path(__file__).parents[2] / "docs/images"
COUNT_MAX = 10
BYTES_MAX = 1_000_000
_SIZE: Any = {"width": 1280, "height": 800}
_SONGS = (
    ("Lata Mangeshkar", "Lag Ja Gale", 1964),
    ("Lata Mangeshkar", "Ajeeb Dastan Hai Yeh", 1960),
    ("Kishore Kumar", "Mere Sapno Ki Rani", 1969),
    ("Asha Bhosle", "Dum Maro Dum", 1971),
    ("Mohammed Rafi", "Chaudhvin Ka Chand Ho", 1960),
)
Step = Callable[[Any, Any], None]


def _dashboard(page: Any, _: Any) -> None:
    go_to(page, "dashboard")
    page.get_by_role("heading", name="1. Create a table").wait_for()


def _tables(page: Any, dynamodb: Any) -> None:
    create(dynamodb, ("Singers", "S"), ("Songs", "S"), name="BollywoodMusic")
    for singer, song, year in _SONGS:
        item = {"Singers": {"S": singer}, "Songs": {"S": song}, "Year": {"N": str(year)}}
        dynamodb.put_item(TableName="BollywoodMusic", Item=item)
    go_to(page, "tables")
    page.get_by_role("button", name="Read the tables again").click()
    page.get_by_role("link", name="BollywoodMusic").first.wait_for()


def _partiql(page: Any, _: Any) -> None:
    statement = 'SELECT * FROM "BollywoodMusic" WHERE "Singers" = ?'
    parameters = '[{"type":"S","value":"Lata Mangeshkar"}]'
    go_to(page, f"partiql?statement={statement}&parameters={parameters}")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("cell", name="Lag Ja Gale").wait_for()


def _requests(page: Any, _: Any) -> None:
    go_to(page, "requests")
    page.get_by_role("row").filter(has_text="ExecuteStatement").get_by_role("radio").click()
    page.get_by_role("heading", name="ExecuteStatement").wait_for()


STEPS: dict[str, Step] = {
    "dashboard": _dashboard,
    "tables": _tables,
    "partiql": _partiql,
    "requests": _requests,
}


def main() -> int:
    """Makes all pictures. Returns the status of the process."""
    IMAGES.mkdir(exist_ok=True)
    with serving("--memory") as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport=_SIZE, color_scheme="light")
        dynamodb = boto3.client(
            "dynamodb",
            endpoint_url=server.url,
            region_name=REGION,
            aws_access_key_id="console",
            aws_secret_access_key="console",
        )
        open_console(page, server.url)
        for name, step in STEPS.items():
            step(page, dynamodb)
            page.wait_for_timeout(500)
            (IMAGES / f"{name}.png").write_bytes(with_palette(page.screenshot()))
        dynamodb.close()
        chromium.close()
    made = [IMAGES / f"{name}.png" for name in STEPS]
    size = sum(path.stat().st_size for path in made)
    print(f"{len(made)} pictures, {size:,} bytes, in {IMAGES}")
    return int(len(made) > COUNT_MAX or size > BYTES_MAX)


if __name__ == "__main__":
    sys.exit(main())
