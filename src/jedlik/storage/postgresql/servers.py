"""Which server of an address is the one to use.

An address may name several hosts: a primary and its standbys. All are asked at the same time, so a
machine that does not answer does not delay a connection to another one. The server that accepts
writes is used.

If two servers accept writes, one of them was the primary before a failover, and nobody has stopped
it: what it has is old. Each promotion begins a timeline with a higher number (PostgreSQL
documentation, "Timelines"), so the server with the highest one is used. A node remembers it,
refuses lower ones, and ends the connections that it has to them. So it goes on soon after a
failover, even if the old primary hangs, and it reads nothing from an old primary that comes back.

A node cannot know that a standby was promoted before it has connected to it. So whoever promotes a
standby must stop the old primary first, as Patroni and pg_auto_failover do.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, NamedTuple, final
from weakref import WeakKeyDictionary

import asyncpg

from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.connection import CONNECT_S, SETTINGS, connect
from jedlik.storage.postgresql.failures import UNAVAILABLE, code_of
from jedlik.storage.postgresql.schema import FORMAT, UNFINISHED
from jedlik.storage.postgresql.statements import FORMAT_FOUND, TIMELINE

# How long hosts that have not answered may still answer, after one that can be used.
_OTHERS_S: Final = 0.5


class _Server(NamedTuple):
    """A connection to a server that accepts writes.

    system: the number that a server and its standbys share. timeline: 0 if the server does not
    report it.
    """

    connection: "asyncpg.Connection[asyncpg.Record]"
    system: int
    timeline: int


@final
class Servers:
    """The servers of one address, as one node has seen them.

    settings: those of new connections.
    """

    def __init__(
        self, address: Address, *, checks_format: bool = False, before: "Servers | None" = None
    ) -> None:
        """checks_format: whether the database must have the format of this version. before: what
        has connected already for this node, and has seen timelines.
        """
        self.settings: Mapping[str, str] = SETTINGS
        self._checks_format = checks_format
        self._address = address
        self._system: int = 0 if before is None else before._system
        self._timeline: int = 0 if before is None else before._timeline  # the highest that was seen
        self._timelines: WeakKeyDictionary[asyncpg.Connection[asyncpg.Record], int] = (
            WeakKeyDictionary()
        )

    async def connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        """Returns a new connection to the server to use. Raises one of UNAVAILABLE."""
        attempts = [
            asyncio.create_task(_connected(self._address, each, self.settings))
            for each in self._address.servers()
        ]
        chosen: _Server | None = None
        try:
            chosen = self._chosen(*await _answers(attempts))
        finally:
            for each in attempts:
                each.cancel()
                each.add_done_callback(partial(_end_unless, chosen))
            try:
                await asyncio.gather(*attempts, return_exceptions=True)
            except asyncio.CancelledError:  # nobody gets the connection
                if chosen is not None:
                    chosen.connection.terminate()
                raise
        self._remember(chosen)
        if self._checks_format:
            await _check_format(chosen.connection)
        return chosen.connection

    def _chosen(self, found: list[_Server], errors: list[BaseException]) -> _Server:
        """Returns the newest server that can be used. Raises an error if there is none."""
        if not found:
            # What a server answers says more than what the network reports.
            raise next(filter(code_of, errors), errors[-1])
        newest = max(found, key=_timeline_of)
        if newest.system == self._system and 0 < newest.timeline < self._timeline:
            raise asyncpg.TargetServerAttributeNotMatched(
                f"the server is on timeline {newest.timeline}, and timeline {self._timeline} was"
                " seen before: it was the primary before a failover"
            )
        return newest

    def _remember(self, server: _Server) -> None:
        """Remembers the timeline of a server, and ends the connections to older ones."""
        if server.system != self._system or server.timeline > self._timeline:
            self._system, self._timeline = server.system, server.timeline
            for connection, timeline in list(self._timelines.items()):
                if timeline < server.timeline:
                    connection.terminate()
        self._timelines[server.connection] = server.timeline


def _end_unless(chosen: _Server | None, attempt: "asyncio.Task[_Server]") -> None:
    """Ends the connection that an attempt has made, unless it is the chosen one."""
    if attempt.cancelled() or attempt.exception() is not None:
        return
    server = attempt.result()
    if server is not chosen:
        server.connection.terminate()


async def _answers(
    attempts: "list[asyncio.Task[_Server]]",
) -> tuple[list[_Server], list[BaseException]]:
    """Returns the servers that can be used, and why others cannot be used."""
    found: list[_Server] = []
    errors: list[BaseException] = []
    pending = set(attempts)
    while pending:
        done, pending = await asyncio.wait(
            pending,
            timeout=_OTHERS_S if found else None,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if not done:
            break
        for each in done:
            error = each.exception()
            if error is None:
                found.append(each.result())
            elif isinstance(error, UNAVAILABLE):
                errors.append(error)
            else:
                raise error
    return found, errors


async def _connected(
    address: Address, host: Mapping[str, Any], settings: Mapping[str, str]
) -> _Server:
    """Returns a connection to one server if it accepts writes. Raises one of UNAVAILABLE."""
    connection = await connect(address, host, settings=settings)
    is_usable = False
    try:
        server = await _described(connection)
        is_usable = True
    finally:
        if not is_usable:
            connection.terminate()
    return server


async def _described(connection: "asyncpg.Connection[asyncpg.Record]") -> _Server:
    try:
        row = await connection.fetchrow(TIMELINE, timeout=CONNECT_S)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.FeatureNotSupportedError):
        return _Server(connection, 0, 0)
    assert row is not None, "a SELECT without FROM has one row"
    return _Server(connection, row["system"], row["timeline"])


async def _check_format(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Ends a connection, and raises an error, unless the database has the format of this version.

    A node that was cut off from the database may come back after newer nodes have raised the
    format. The server listed this connection before this question, and whoever raises the format
    locks it first: so either the node is seen, and the format stays, or the node sees the new one.
    """
    found = 0
    try:
        found = await connection.fetchval(FORMAT_FOUND, timeout=CONNECT_S)
    finally:
        if found != FORMAT:
            connection.terminate()
    if found != FORMAT:
        raise asyncpg.TargetServerAttributeNotMatched(
            f"the database has format {found}, and this node uses format {FORMAT}: {_why(found)}"
        )


def _why(found: int | None) -> str:
    """Returns how a database got another format than that of this node, and what helps."""
    if found is None or found < FORMAT:
        return "it is an older copy. Stop all nodes, and start them again"
    if found >= UNFINISHED:
        return "a move to it is not finished. Run the same `jedlik move` again"
    return (
        "it was migrated while this node could not reach it. Stop this node, and start the newer"
        " version"
    )


def _timeline_of(server: _Server) -> int:
    return server.timeline
