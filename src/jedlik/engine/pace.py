"""How large the commits of work in the background are.

A large commit is quick for each of its items, and lets all other writes wait until it is made. So
commits are large while nobody else writes. They are small as soon as somebody has waited for one,
and become larger again when nobody waits any more. Clients with pauses between their writes do not
wait for every commit. So commits can stay small until nobody has waited for several of them.

While commits are small, the work pauses before each of them, for as long as the one before took. So
at least half of the time of the storage belongs to others, also if it is slow. After the pause the
work waits until somebody else writes, for some milliseconds at most, so that both writes share one
commit.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final, final

from jedlik.engine.context import Node
from jedlik.storage.interface import Storage

_LEAST_ITEMS: Final = 32
_WAIT_S: Final = 0.01  # at most, until somebody else writes
_COMMIT_MAX_S: Final = 1.0  # a longer one counts as this


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
        self._has_company = False  # whether somebody else wrote when the last commit was made
        self._took_s = 0.0  # how long the last commit took
        self.items = most_items

    @property
    def is_calm(self) -> bool:
        """Returns whether nobody has waited for the last `calm_commits` commits."""
        return self._calm >= self._calm_commits

    def choose_size(self, storage: Storage) -> None:
        """Chooses the size of the next commit: small if others wait, or shared the last one."""
        self.committed(others_wait=self._has_company or storage.others_wait())
        self._has_company = False

    @asynccontextmanager
    async def turn(self, node: Node) -> AsyncGenerator[None, None]:
        """Waits until it is time for the next commit, which its `async with` block makes."""
        if not self.is_calm:
            await node.clock.sleep(self._took_s)
            self._has_company = await node.storage.company(_WAIT_S)
        began_ms = node.clock.now_ms()
        yield
        took_s = (node.clock.now_ms() - began_ms) / 1000
        self._took_s = min(max(took_s, 0.0), _COMMIT_MAX_S)  # the clock may have been set

    def committed(self, *, others_wait: bool) -> None:
        """Chooses the next size. others_wait: see Storage.others_wait."""
        if others_wait:
            self.items = self._least_items
            self._calm = 0
        elif not self.is_calm:
            self._calm += 1
        else:
            self.items = min(2 * self.items, self._most_items)
