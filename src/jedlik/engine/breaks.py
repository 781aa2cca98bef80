"""How work in the background gives way to clients: it takes breaks.

A step of a job lasts from where the event loop resumes it to where it waits next. Meanwhile the
loop serves nobody. While clients are served, all jobs of a process together use at most a fifth of
the time of the loop: after a step of 1 ms no job goes on for 4 ms. The time in which a job waits,
for a commit or a thread, counts as its break. While nobody is served, jobs go on at once.
"""

from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any, Final, Generic, TypeVar, final

T = TypeVar("T")

_SHARE: Final = 0.2
_LONGEST_S: Final = 0.2  # a step that took very long must not cost the lease of its job
_LEAST_S: Final = 0.0005  # timers are not more precise
_LOOK_EVERY_S: Final = 0.1
# With fewer answers in a second, as many as a console that watches a backup asks for, jobs go on.
_ANSWERS_PER_S: Final = 50.0


@final
class Breaks:
    """The breaks of all jobs of one process."""

    def __init__(
        self,
        answers: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]],
        now_s: Callable[[], float],
        worked_s: Callable[[], float],
    ) -> None:
        """answers: how many requests the process has answered so far. now_s: a clock.

        worked_s: how long this thread has worked. If the machine does something else during a step,
        the step is not longer.
        """
        self._answers = answers
        self.sleep = sleep
        self.worked_s = worked_s
        self._now_s = now_s
        self._until_s = 0.0  # when the next step may begin
        self._looked_s = now_s()
        self._answered = answers()
        self._are_served = False  # whether clients are served

    def within(self, job: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
        """Returns a job that takes breaks."""
        return _awaited(_Stepped(job, self))

    def worked(self, step_s: float) -> None:
        """Counts a step that has ended now."""
        now_s = self._now_s()
        until_s = max(self._until_s, now_s - step_s) + step_s / _SHARE
        self._until_s = min(until_s, now_s + _LONGEST_S)

    def left_s(self) -> float:
        """Returns how long no step may begin. Zero if there is no break."""
        now_s = self._now_s()
        if now_s - self._looked_s >= _LOOK_EVERY_S:
            answers = self._answers()
            rate = (answers - self._answered) / (now_s - self._looked_s)
            self._are_served = rate >= _ANSWERS_PER_S
            self._looked_s, self._answered = now_s, answers
        if not self._are_served:
            self._until_s = 0.0
            return 0.0
        left_s = self._until_s - now_s
        return left_s if left_s >= _LEAST_S else 0.0


@final
class _Stepped(Generic[T]):
    """A job, and the breaks between its steps. It is driven as a task drives a coroutine."""

    def __init__(self, job: Coroutine[Any, Any, T], breaks: Breaks) -> None:
        self._job = job
        self._breaks = breaks

    def __await__(self) -> Generator[Any, Any, T]:
        """Runs the job to its end. What the job waits for is passed on to the task."""
        breaks = self._breaks
        steps = self._job.__await__()
        resume: Callable[[], Any] = partial(next, steps)
        while True:
            before_s = breaks.worked_s()
            try:
                waits_for = resume()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            breaks.worked(breaks.worked_s() - before_s)
            try:
                result = yield waits_for
                resume = partial(steps.send, result)
                while left_s := breaks.left_s():
                    yield from breaks.sleep(left_s).__await__()
            except BaseException as error:  # noqa: BLE001  (the job decides what it means)
                resume = partial(steps.throw, error)


async def _awaited(work: Awaitable[T]) -> T:
    return await work
