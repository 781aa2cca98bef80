"""How large the commits of work in the background are.

A large commit is quick for each of its items, and lets all other writes wait until it is made. So
commits are large while nobody else writes. They are small as soon as somebody has waited for one,
and become larger again when nobody waits any more. Clients with pauses between their writes do not
wait for every commit. So commits can stay small until nobody has waited for several of them.
"""

from typing import Final, final

_LEAST_ITEMS: Final = 32


@final
class Pace:
    """The sizes of the commits of one kind of work. items: that of the next one."""

    def __init__(
        self, most_items: int, *, least_items: int = _LEAST_ITEMS, calm_commits: int = 0
    ) -> None:
        """most_items: the size while nobody else writes. least_items: the size when others wait.

        calm_commits: nobody must have waited for so many commits before they become larger.
        """
        self._most_items: Final = most_items
        self._least_items: Final = min(least_items, most_items)
        self._calm_commits: Final = calm_commits
        self._calm = calm_commits  # for how many of the last commits nobody has waited
        self.items = most_items

    @property
    def is_calm(self) -> bool:
        """Returns whether nobody has waited for the last `calm_commits` commits."""
        return self._calm >= self._calm_commits

    def committed(self, *, others_wait: bool) -> None:
        """Chooses the next size. others_wait: see Storage.others_wait."""
        if others_wait:
            self.items = self._least_items
            self._calm = 0
        elif not self.is_calm:
            self._calm += 1
        else:
            self.items = min(2 * self.items, self._most_items)
