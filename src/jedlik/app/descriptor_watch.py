"""Logs when the process has no file descriptor left, and when it has one again.

libuv closes the connections that it cannot accept, and reports nothing. So this module tries about
once a second to open a descriptor.
"""

import asyncio
import errno
import logging
import resource
import socket
from collections.abc import Awaitable, Callable
from typing import Final

_LOG: Final = logging.getLogger("jedlik")
_EXHAUSTED: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_LOOK_S: Final = 1.0
# A server at its limit gets a descriptor now and then. The shortage has ended if this many attempts
# in a row succeed.
_GOOD_LOOKS: Final = 3


async def watch_descriptors(sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Watches the descriptors of this process. Never returns."""
    is_short = False
    has_failed = False
    good_looks = 0
    while True:
        await sleep(_LOOK_S)
        try:
            reason = _missing()
        except OSError as error:
            if not has_failed:
                _LOG.warning("cannot find out whether there are free descriptors: %s", error)
            has_failed = True
            continue
        good_looks = 0 if reason else good_looks + 1
        if reason and not is_short:
            is_short = True
            limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
            _LOG.warning(
                "new connections are closed: %s (the limit of this process is %d, see `ulimit -n`)",
                reason,
                limit,
            )
        elif is_short and good_looks == _GOOD_LOOKS:
            is_short = False
            _LOG.warning("new connections are accepted again")


def _missing() -> str:
    """Returns why no descriptor can be opened now, empty if one can. Raises OSError if the attempt
    fails for another reason, such as a missing right.
    """
    try:
        socket.socket().close()
    except OSError as error:
        if error.errno in _EXHAUSTED:
            return error.strerror or str(error)
        raise
    return ""
