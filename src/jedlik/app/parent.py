"""The parent of several workers: it starts them, replaces those that die, and stops them all.

All events of the parent arrive in one loop. The interpreter writes the number of a signal into a
socket. Each worker has a channel, which is a pair of sockets: the worker writes a byte into it when
it serves, and one for each heartbeat. If a process ends, the channel ends for the process on the
other side, for the parent and for the worker alike. So no signal handler does work, and a worker
notices the death of its parent on every system, whatever the cause.

A worker that is stopped, or whose event loop hangs, still gets connections from the kernel. The
parent notices that its heartbeats are missing, kills it and starts another one, which accepts the
connections that wait (`process_state` says which workers are not killed).
"""

import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Final, NoReturn

from jedlik.app.life_cycle import (
    FAILED,
    HEARTBEAT_S,
    MISSED_MAX,
    PHASES,
    QUICK_DEATH_S,
    QUICK_DEATHS_MAX,
    REPEATED_S,
    TRANSITIONS,
    Event,
    ParentEvent,
    Phase,
    State,
    parent_limit_s,
)
from jedlik.app.process_state import explains_silence
from jedlik.app.standard_error import say
from jedlik.app.worker import SIGNALS

_SELECT_S_MAX: Final = 3600.0
_CHANNEL_BYTES: Final = 64
_SILENCE: Final = f"did not respond for {MISSED_MAX * HEARTBEAT_S:g} s and was killed"


class _Worker:
    """What a parent knows about a worker."""

    def __init__(self, number: int, pid: int, channel: socket.socket) -> None:
        self.number = number
        self.pid = pid
        self.channel = channel
        self.state = State.STARTING
        self.started_s = time.monotonic()
        self.missed = 0  # how many heartbeats are missing in a row
        self.was_silent = False  # whether the parent killed it because of that


class Parent:
    """Starts `count` workers and waits until all have ended.

    work: called in a new process with the number of the worker and its end of the channel. It
    returns the exit status. announce: called once, when all workers serve.
    """

    def __init__(
        self,
        count: int,
        grace_s: float,
        work: Callable[[int, socket.socket], int],
        announce: Callable[[], None],
        drain_s: float = 0.0,
    ) -> None:
        self._count = count
        self._limit_s = parent_limit_s(grace_s, drain_s)
        self._work = work
        self._announce = announce
        self.on_stop: Callable[[], None] = _ignore  # called once, when the workers have to stop
        self._is_announced = False
        self._phase = Phase.RUNNING
        self._workers: dict[int, _Worker] = {}  # by number
        self._quick_deaths = 0
        self._deadline_s: float | None = None
        self._repeated_until_s = 0.0  # until then another signal is the first one again
        self._next_look_s = 0.0  # at the heartbeats
        self._status = 0
        # Not epoll: a child process would share it.
        self._selector = selectors.PollSelector()
        self._signals, self._wakeup = socket.socketpair()

    def run(self) -> int:
        """Starts the workers, waits until all have ended, and returns the exit status."""
        self._listen_to_signals()
        # The first worker opens the folder alone. So if that fails, the reason is printed once.
        self._start(0)
        while self._workers:
            self._take_turn()
        return self._status

    def _listen_to_signals(self) -> None:
        self._signals.setblocking(False)
        self._wakeup.setblocking(False)
        self._selector.register(self._signals, selectors.EVENT_READ, None)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        for each in SIGNALS:
            signal.signal(each, _do_nothing)
        # Whoever ignores it passes that on, and then nobody can wait for children.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    def _take_turn(self) -> None:
        """Waits for an event, then processes all events that have happened, signals first."""
        workers: list[_Worker] = []
        for key, _ in self._selector.select(self._wait_s()):
            if key.data is None:
                self._signals.recv(64)
                if time.monotonic() >= self._repeated_until_s:
                    self._happens(ParentEvent.SIGNAL)
            else:
                workers.append(key.data)
        for worker in workers:
            if not worker.channel.recv(_CHANNEL_BYTES):
                self._worker_ended(worker)
            elif worker.state is State.STARTING:
                self._worker_serves(worker)
            else:
                worker.missed = 0
        if self._phase is Phase.RUNNING and time.monotonic() >= self._next_look_s:
            self._next_look_s = time.monotonic() + HEARTBEAT_S
            self._look_at_heartbeats()
        if self._deadline_s is not None and time.monotonic() >= self._deadline_s:
            self._happens(ParentEvent.OVERDUE)

    def _wait_s(self) -> float:
        until_s = self._next_look_s if self._phase is Phase.RUNNING else self._deadline_s
        if until_s is None:
            return _SELECT_S_MAX
        return min(max(0.0, until_s - time.monotonic()), _SELECT_S_MAX)

    def _look_at_heartbeats(self) -> None:
        """Kills the workers that have been silent for too long.

        The parent counts its own looks, not seconds. While it does not run itself, because the
        machine sleeps or the whole server is stopped, no heartbeat counts as missing.
        """
        for worker in self._workers.values():
            if worker.state is State.SERVING:
                worker.missed += 1
            if worker.missed > MISSED_MAX:
                worker.missed = 0
                if not explains_silence(worker.pid):
                    worker.was_silent = True
                    os.kill(worker.pid, signal.SIGKILL)

    def _happens(self, event: ParentEvent) -> None:
        before, self._phase = self._phase, PHASES.get((self._phase, event), self._phase)
        if self._phase is before:
            return
        if self._phase is Phase.STOPPING:
            self._repeated_until_s = time.monotonic() + REPEATED_S
            self._deadline_s = time.monotonic() + self._limit_s
            self._signal_workers(signal.SIGTERM)
            self.on_stop()
        else:
            self._deadline_s = None
            self._status = FAILED
            if event is ParentEvent.SIGNAL:
                say("another signal ended the server at once")
            else:
                say("workers that did not stop in time were killed")
            self._signal_workers(signal.SIGKILL)

    def _signal_workers(self, number: signal.Signals) -> None:
        for worker in self._workers.values():
            os.kill(worker.pid, number)  # it is not reaped yet, so the number is still its own

    def _worker_serves(self, worker: _Worker) -> None:
        worker.state = TRANSITIONS[worker.state, Event.READY]
        if self._phase is not Phase.RUNNING:
            return
        for number in range(self._count):
            if number not in self._workers and self._phase is Phase.RUNNING:
                self._start(number)
        serving = [each for each in self._workers.values() if each.state is State.SERVING]
        if len(serving) == self._count and not self._is_announced:
            self._is_announced = True
            self._announce()

    def _worker_ended(self, worker: _Worker) -> None:
        _, wait_status = os.waitpid(worker.pid, 0)
        status = os.waitstatus_to_exitcode(wait_status)
        before, worker.state = worker.state, TRANSITIONS[worker.state, Event.EXIT]
        self._selector.unregister(worker.channel)
        worker.channel.close()
        del self._workers[worker.number]
        if self._phase is Phase.RUNNING:
            if before is State.STARTING and status == FAILED:
                self._fail()
            else:
                self._replace(worker, status)
        elif self._phase is Phase.STOPPING and status:
            self._status = FAILED
            if status != FAILED:
                say(f"worker {worker.number} {_how(status)} before it had stopped")

    def _replace(self, worker: _Worker, status: int) -> None:
        """Starts another worker, unless workers keep dying."""
        lived_s = time.monotonic() - worker.started_s
        self._quick_deaths = self._quick_deaths + 1 if lived_s < QUICK_DEATH_S else 0
        how = _SILENCE if worker.was_silent else _how(status)
        death = f"worker {worker.number} {how}"
        if self._quick_deaths < QUICK_DEATHS_MAX:
            say(f"{death}; another one is started")
            self._start(worker.number)
        else:
            say(death)
            say(
                f"{QUICK_DEATHS_MAX} workers in a row ended within {QUICK_DEATH_S:g} s of their"
                " start: the server stops"
            )
            self._fail()

    def _fail(self) -> None:
        self._status = FAILED
        self._happens(ParentEvent.FAILURE)

    def _start(self, number: int) -> None:
        ours, theirs = socket.socketpair()
        # If a signal arrived during the fork, the child would run the handler of the parent, which
        # does nothing, and the signal would be lost. The child never unblocks the signals.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            pid = os.fork()
            if pid == 0:
                self._be_worker(number, ours, theirs)
        except OSError as error:
            say(f"cannot start worker {number}: {error.strerror}")
            ours.close()
            self._fail()
            return
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            theirs.close()
        self._workers[number] = _Worker(number, pid, ours)
        self._selector.register(ours, selectors.EVENT_READ, self._workers[number])

    def _be_worker(self, number: int, ours: socket.socket, theirs: socket.socket) -> NoReturn:
        """Runs the worker in the new process. Never returns."""
        status = FAILED
        try:
            signal.set_wakeup_fd(-1)
            self._signals.close()
            self._wakeup.close()
            ours.close()
            for worker in self._workers.values():
                worker.channel.close()
            status = self._work(number, theirs)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            _exit(status)


def _exit(status: int) -> NoReturn:
    """Ends this process. Prints a traceback if an exception is being raised."""
    try:
        error = sys.exception()
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        os._exit(status)


def _how(status: int) -> str:
    """Returns how a process ended, from the result of `os.waitstatus_to_exitcode`."""
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"


def _do_nothing(*_: object) -> None:
    """Handles a signal that also arrives through the wakeup socket."""


def _ignore() -> None:
    """Nothing has to be done when the workers stop."""
