"""Pictures of every page, to look at: `python -m tests.console.look_at_pages FOLDER [PART ...]`.

It starts a server with ordinary and with hostile data. It writes
FOLDER/WIDTH-LOOK-NUMBER-PAGE.png, 1920, 1280 and 390 pixels wide, and 1280 also in the dark look.
With parts of addresses it visits those pages only. It prints which pages are wider than a narrow
window, so that they scroll sideways.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.app.server import serving
from tests.console.conftest import CHROMIUM, open_console
from tests.console.pages import make_hostile
from tests.console.shown_data import make_ordinary
from tests.console.test_accessibility import visit, watch

_WIDTHS = (1920, 1280, 390)
_LOOKS: Sequence[tuple[int, Any]] = (*((width, "light") for width in _WIDTHS), (1280, "dark"))
_NARROW = 390
_HEIGHT = 1000
_NAME_CHARACTERS = 80
_IS_WIDE = "document.scrollingElement.scrollWidth > document.documentElement.clientWidth"


def main(arguments: Sequence[str]) -> int:
    """Makes the pictures. Returns the status of the process: 1 if a page scrolls sideways."""
    folder, *parts = arguments
    wide: list[str] = []
    with (
        tempfile.TemporaryDirectory() as buckets,
        serving("--memory", "--buckets", buckets) as server,
        sync_playwright() as playwright,
    ):
        hostile = make_hostile(server.url, Path(buckets)).addresses()
        addresses = [*make_ordinary(server.url, Path(buckets)), *hostile]
        chosen = [each for each in addresses if not parts or any(part in each for part in parts)]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, look in _LOOKS:
            page = chromium.new_page(
                viewport={"width": width, "height": _HEIGHT},
                color_scheme=look,
                reduced_motion="reduce",
            )
            wide += _pictures(page, server.url, chosen, Path(folder) / f"{width}-{look}")
            page.close()
        chromium.close()
    for each in wide:
        print(f"scrolls sideways: {each}")
    return int(bool(wide))


def _pictures(page: Any, url: str, addresses: Sequence[str], prefix: Path) -> Iterator[str]:
    """Makes the pictures of one width. Yields the addresses of narrow pages that are too wide."""
    open_requests: set[Any] = set()
    watch(page, open_requests)
    open_console(page, url)
    for number, address in enumerate(addresses):
        visit(page, address, open_requests)
        name = "".join(each if each.isalnum() else "-" for each in address)[:_NAME_CHARACTERS]
        page.screenshot(path=f"{prefix}-{number:02}-{name}.png", full_page=True)
        if page.viewport_size["width"] == _NARROW and page.evaluate(_IS_WIDE):
            yield address


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
