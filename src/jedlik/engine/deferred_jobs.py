"""Jobs whose modules are imported when there is work for them.

Most servers never export a table or import one. One short scan shows whether there is work. Until
it finds some, the modules that do the work take no memory.
"""

from collections.abc import Callable, Sequence
from typing import final

from jedlik.core.keys.key import Span
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.read import is_empty


def deferred_job(name: str, every_s: float, work: Sequence[Span], load: Callable[[], Job]) -> Job:
    """Returns a job that is like the one that `load` returns.

    name, every_s: those of that job. work: the spans of all entries that it works on. While they
    have no entry, it has nothing to do. load: imports the module of the job; called at most once.
    """
    return Job(name, every_s, _Deferred(name, every_s, work, load).pieces)


@final
class _Deferred:
    """The job, if it is loaded. Otherwise what is needed to load it."""

    def __init__(
        self, name: str, every_s: float, work: Sequence[Span], load: Callable[[], Job]
    ) -> None:
        self._name = name
        self._every_s = every_s
        self._work = work
        self._load = load
        self._job: Job | None = None

    async def pieces(self, node: Node) -> Sequence[Piece]:
        """Returns the pieces of the job, or none while there is no work."""
        if self._job is None:
            for span in self._work:
                if not await is_empty(node.storage, span):
                    break
            else:
                return ()
            self._job = self._load()
            assert self._job[:2] == (self._name, self._every_s), f"{self._name} is another job"
        return await self._job.pieces(node)
