"""Selects and menus. A click opens them, and the keyboard chooses in them.

They open over the page, and may move while they open, so a click may meet another entry. A group of
a menu also opens when the pointer comes over it, and then a click closes it again. Keys have no
place: each goes to what has the focus, and the test looks where that is before it goes on.
"""

import re
from typing import Any

_STEPS_MAX = 100
_HAS_FOCUS = "entry => entry.contains(document.activeElement)"
_IS_CHOSEN_NEXT = (
    "option => document.activeElement.getAttribute('aria-activedescendant') === option.id"
)


def choose(page: Any, label: str, option: str) -> None:
    """Chooses an option of a select."""
    button = page.get_by_role("button", name=re.compile(f"(^| ){re.escape(label)} "))
    if button.inner_text().strip() != option:
        button.click()
        exact = page.get_by_text(option, exact=True)
        _walk_to(page, page.get_by_role("option").filter(has=exact), _IS_CHOSEN_NEXT)
        page.keyboard.press("Enter")


def act(page: Any, *names: str, menu: str | re.Pattern[str] = "Actions") -> None:
    """Chooses an entry of a menu, in a group of it if two names are given."""
    page.get_by_role("button", name=menu, exact=True).click()
    for name in names:
        _walk_to(page, page.get_by_role("menuitem", name=name, exact=True), _HAS_FOCUS)
        page.keyboard.press("Enter")


def _walk_to(page: Any, entry: Any, is_there: str) -> None:
    """Presses the arrow key until the entry is the one that Enter chooses."""
    entry.wait_for()
    for _ in range(_STEPS_MAX):
        if entry.evaluate(is_there):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("The arrow key does not reach the entry.")
