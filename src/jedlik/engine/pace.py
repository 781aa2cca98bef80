"""How large the commits of work in the background are.

A large commit is quick for each of its items, and lets all other writes wait until it is made. So
commits are large while nobody else writes. They are small as soon as somebody has waited for one,
and become larger again when nobody waits any more.
"""

from typing import Final, final

_LEAST_ITEMS: Final = 32


@final
class Pace:
    """The sizes of the commits of one kind of work. items: that of the next one."""

    def __init__(self, most_items: int) -> None:
        """most_items: the size while nobody else writes."""
        self._most_items: Final = most_items
        self.items = most_items

    def committed(self, *, others_wait: bool) -> None:
        """Chooses the next size. others_wait: see Storage.others_wait."""
        if others_wait:
            self.items = min(_LEAST_ITEMS, self._most_items)
        else:
            self.items = min(2 * self.items, self._most_items)
