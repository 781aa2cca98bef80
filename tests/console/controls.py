"""Selects and menus: what opens over a page, and may move while it opens."""

import re
from typing import Any


def choose(page: Any, label: str, option: str) -> None:
    """Chooses an option of a select."""
    button = page.get_by_role("button", name=re.compile(f"(^| ){re.escape(label)} "))
    if button.inner_text().strip() != option:
        button.click()
        exact = page.get_by_text(option, exact=True)
        page.get_by_role("option").filter(has=exact).click()


def act(page: Any, *names: str, menu: str = "Actions") -> None:
    """Chooses an entry of a menu, in a group of it if two names are given.

    A group opens by the keyboard: the pointer opens it too when it comes over it, and then a click
    closes it again.
    """
    page.get_by_role("button", name=menu, exact=True).click()
    for group in names[:-1]:
        page.get_by_role("menuitem", name=group, exact=True).press("Enter")
    page.get_by_role("menuitem", name=names[-1], exact=True).click()
