"""The settings of a writer."""

from typing import NamedTuple


class Tuning(NamedTuple):
    """The settings of a writer that tests change.

    lock_timeout_s: how long a member waits for the write lock. Then its group fails.
    loop_group, loop_commit_s: a group of `loop_group` members or more is committed in the loop, if
        commits there take less than `loop_commit_s` on average. In this case the loop is busy, and
        it would cost more to pass the commit to the thread and to take the interpreter's lock back
        from it. With fewer members the loop has time for other work meanwhile.
    """

    lock_timeout_s: float = 10.0
    loop_group: int = 8
    loop_commit_s: float = 0.001
