"""One connection to the database, with prepared statements and a session.

The session is a row with the number of the last commit of this connection (`commit_1`). If the
connection ends before the answer to a commit, another connection reads the number there.
"""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, final

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.failures import UNAVAILABLE
from jedlik.storage.postgresql.schema import FORMAT, SCHEMA
from jedlik.storage.postgresql.statements import END_SESSION, OPEN_SESSION

CONNECT_S: Final = 5.0
# The longest that a statement may take, on the server and as the node sees it.
STATEMENT_S: Final = 10.0
_CLOSE_S: Final = 2.0

# Statements use the index of the ids, whatever statistics say: a page ends before its span does,
# which no plan knows, and a bitmap would be read and sorted to the end of the span. A plan is
# made once per connection. A server that has lost its client ends the statement.
SETTINGS: Final[dict[str, str]] = {
    "search_path": SCHEMA,
    "statement_timeout": f"{STATEMENT_S:g}s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "5s",
    "client_connection_check_interval": "1s",
    # The connections of a machine that has lost its power end after half a minute.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
    "default_transaction_isolation": "read committed",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
    "bytea_output": "hex",
}

# Plans with parameters that are unknown, which Citus cannot distribute, are not forced. A warning
# is how Citus says that a worker has not answered to the end of a commit. Citus hides the tables of
# shards from catalogs, which makes the first statement of a connection take seconds.
DISTRIBUTED_SETTINGS: Final = {
    **SETTINGS,
    "plan_cache_mode": "auto",
    "client_min_messages": "warning",
    "citus.override_table_visibility": "off",
}


async def connect(
    address: Address,
    host: Mapping[str, Any] | None = None,
    *,
    settings: Mapping[str, str] = SETTINGS,
    accepts_writes: bool = True,
) -> "asyncpg.Connection[asyncpg.Record]":
    """Returns a new connection. Raises one of UNAVAILABLE.

    host: one of `address.servers()`. None: the hosts are tried one after the other.
    accepts_writes: whether the server must accept writes, so that it is no replica.
    """
    connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(
        **(address.arguments() if host is None else host),
        timeout=CONNECT_S,
        server_settings={**settings, "application_name": address.program},
        target_session_attrs="read-write" if accepts_writes else "any",
    )
    return connection


@final
class Connection:
    """An open connection.

    session: the id of its row, 0 if it has none. number: that of its last commit.
    is_doubtful: whether its last commit may not be visible on all machines yet, although it was
    answered. has_warned: whether the server has sent a warning, if `watch_warnings` was called.
    """

    __slots__ = ("_prepared", "_raw", "has_warned", "is_doubtful", "number", "session")

    def __init__(self, raw: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._raw = raw
        self._prepared: dict[str, PreparedStatement[asyncpg.Record]] = {}
        self.session = 0
        self.number = 0
        self.is_doubtful = False
        self.has_warned = False

    @property
    def is_closed(self) -> bool:
        """Returns whether the connection has ended."""
        return bool(self._raw.is_closed())

    @property
    def raw(self) -> "asyncpg.Connection[asyncpg.Record]":
        """Returns the connection of asyncpg."""
        return self._raw

    def watch_warnings(self) -> None:
        """Sets `has_warned` when the server sends a warning. It does so before the answer."""
        self._raw.add_log_listener(self._logged)

    def _logged(self, _: object, message: asyncpg.PostgresLogMessage) -> None:
        if message.severity_en == "WARNING":
            self.has_warned = True

    async def open_session(self) -> None:
        """Begins a session, for commits."""
        session = secrets.randbits(62) + 1
        await self._raw.execute(OPEN_SESSION, session, FORMAT)
        self.session = session

    async def fetch(self, statement: str, *arguments: Any) -> Sequence[asyncpg.Record]:
        """Executes a statement that may be cancelled, and returns its rows."""
        prepared = self._prepared.get(statement)
        if prepared is None:
            prepared = self._prepared[statement] = await self._raw.prepare(statement)
        rows: Sequence[asyncpg.Record] = await prepared.fetch(*arguments)
        return rows

    async def value(self, statement: str, *arguments: Any) -> Any:
        """Executes a statement and returns the first column of its first row, None without rows."""
        rows = await self.fetch(statement, *arguments)
        return rows[0][0] if rows else None

    async def execute(self, command: str) -> None:
        """Executes a command without arguments."""
        await self._raw.execute(command)

    def terminate(self) -> None:
        """Ends the connection at once. A statement that runs is not cancelled."""
        self._raw.terminate()

    async def close(self) -> None:
        """Ends the session and the connection."""
        with suppress(*UNAVAILABLE):
            if self.session and not self.is_closed:
                await self._raw.execute(END_SESSION, self.session, timeout=_CLOSE_S)
            await self._raw.close(timeout=_CLOSE_S)
