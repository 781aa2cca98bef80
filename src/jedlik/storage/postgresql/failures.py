"""Which errors of PostgreSQL mean what: for a caller, for the outage, and for the next attempt.

Source of the codes: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
"""

import asyncio
from typing import Final

import asyncpg

from jedlik.storage.interface import FailureKind, StorageUnavailableError

# What a statement or a connection may raise because of the database or the network.
UNAVAILABLE: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    EOFError,
    asyncio.TimeoutError,
)

# The transaction was rolled back, and the same statement may succeed now: serialization failure,
# deadlock, the session that was closed (count_1), and a commit in doubt (await_doubts_1).
_AGAIN: Final = ("40001", "40P01", "JK001", "JK002")
SESSION_CLOSED: Final = "JK001"
IN_DOUBT: Final = "JK002"
LOCK_NOT_AVAILABLE: Final = "55P03"
# The server has become a standby.
READ_ONLY: Final = "25006"
# The lock table is full.
LOCKS_FULL: Final = "53200"

_KINDS: Final = {
    "53100": FailureKind.FULL,
    READ_ONLY: FailureKind.READ_ONLY,
    LOCK_NOT_AVAILABLE: FailureKind.LOCKED,
    "57014": FailureKind.LOCKED,  # a statement that waited for too long
    IN_DOUBT: FailureKind.LOCKED,
    "XX001": FailureKind.DAMAGED,
    "XX002": FailureKind.DAMAGED,
}
# The server stops, crashes, starts, or has no connection left; or it does not know the user.
_UNREACHABLE: Final = ("57P", "08", "53300", "28", "3D")
# The class of errors of the system of the server, such as failing disks, and of its resources.
_SYSTEM: Final = ("58", "53", "XX", "55", "25")


# What the log says of outages.
SENTENCES: Final = {
    FailureKind.FULL: "The disk of the database is full",
    FailureKind.READ_ONLY: "The database accepts no writes",
    FailureKind.LOCKED: "Another program holds locks of the database for too long",
    FailureKind.IO: "The database reports errors of its system",
    FailureKind.UNREACHABLE: "The database cannot be reached, or does not answer",
}


def code_of(error: BaseException) -> str:
    """Returns the SQLSTATE of an error, "" if it did not come from the server."""
    return getattr(error, "sqlstate", None) or ""


def is_lost(error: BaseException) -> bool:
    """Returns whether the connection ended, so that it is unknown what happened in the database.

    An error of class 57P ends the connection too. While a commit waits for a standby it does not
    say whether the commit was made.
    """
    code = code_of(error)
    if code:
        return code.startswith(("57P", "08"))
    return isinstance(error, UNAVAILABLE)


def has_ended(error: BaseException, *, is_closed: bool) -> bool:
    """Returns whether it is unknown what a commit has done that has ended with an error.

    is_closed: whether the connection has ended. The coordinator of Citus reports a worker that does
    not answer with an error of class 08, and has rolled the transaction back.
    """
    if not is_closed and code_of(error).startswith("08"):
        return False
    return is_lost(error)


def meets_doubt(error: BaseException) -> bool:
    """Returns whether a call failed because it met a commit in doubt."""
    return error.__cause__ is not None and code_of(error.__cause__) == IN_DOUBT


def may_be_in_doubt(error: BaseException | None) -> bool:
    """Returns whether a statement may have waited for a commit in doubt.

    The node that must end the doubt may be stopped. Then those who wait do so in vain.
    """
    return error is not None and code_of(error) in (IN_DOUBT, LOCK_NOT_AVAILABLE)


def is_of_a_worker(error: StorageUnavailableError) -> bool:
    """Returns whether the coordinator of Citus could not reach a worker.

    Errors that asyncpg raises when the connection has ended have codes of class 08 too, but no
    severity.
    """
    cause = error.__cause__
    if not isinstance(cause, asyncpg.PostgresError):
        return False
    return code_of(cause).startswith("08") and getattr(cause, "severity", None) is not None


def may_succeed_now(error: BaseException) -> bool:
    """Returns whether the transaction was rolled back because of others, not because of itself."""
    return code_of(error) in _AGAIN


def is_of_the_caller(error: BaseException) -> bool:
    """Returns whether a statement failed because of what its caller wrote."""
    code = code_of(error)
    return bool(code) and code not in _KINDS and not code.startswith((*_UNREACHABLE, *_SYSTEM))


def unavailable(error: BaseException) -> StorageUnavailableError:
    """Returns the error for the callers. Its text is for the log and has no secrets.

    It has its cause already, because compiled modules raise it without: mypyc leaves out what
    follows `from`.
    """
    code = code_of(error)
    kind = _KINDS.get(code)
    if kind is None:
        is_away = not code or code.startswith(_UNREACHABLE)
        kind = FailureKind.UNREACHABLE if is_away else FailureKind.IO
    text = str(error).splitlines()[0] if str(error) else ""
    failure = StorageUnavailableError(f"{type(error).__name__}: {text}"[:300], kind)
    failure.__cause__ = error
    return failure


def closed() -> StorageUnavailableError:
    """Returns the error of calls after `close`."""
    return StorageUnavailableError("The storage is closed.", FailureKind.CLOSED)
