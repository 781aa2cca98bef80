"""All the SQL of the request path. The functions are in `migrations`."""

from typing import Final

# One key that is no counter.
READ_ONE: Final = "SELECT value FROM entry WHERE id = $1"

# Any number of keys, without counters. Absent keys have no row. Lists of ids and numbers are text:
# asyncpg takes longer to look at each element of a list than the server to read it (`array_text`).
READ: Final = "SELECT id, version, value FROM entry WHERE id = ANY ($1::text::bytea[])"

# The same with counters: a row of `delta` has no value, and a row of `entry` has no amounts.
READ_COUNTED: Final = (
    "SELECT id, version, value, NULL AS amounts FROM entry WHERE id = ANY ($1::text::bytea[]) "
    "UNION ALL SELECT id, version, NULL, array_to_string(amounts, ',') "
    "FROM delta WHERE id = ANY ($2::text::bytea[])"
)

# The same with the sizes of all values, and only those values that have up to SHORT_BYTES. The
# server knows the size of a value without reading it.
SHORT_BYTES: Final = 16 * 1024
_SHORT: Final = f"CASE WHEN octet_length(value) <= {SHORT_BYTES} THEN value END AS value"
READ_SHORT: Final = (
    f"SELECT id, {_SHORT}, octet_length(value) FROM entry WHERE id = ANY ($1::text::bytea[])"  # noqa: S608
)
READ_COUNTED_SHORT: Final = (
    f"SELECT id, version, {_SHORT}, amounts, octet_length(value) FROM ({READ_COUNTED}) AS found"  # noqa: S608
)

# A page of a span. The arguments are Bounds, the most items and the least bytes.
PAGE: Final = "SELECT id, tail, value FROM page_1($1, $2, $3, $4, $5, $6)"
PAGE_BACK: Final = "SELECT id, tail, value FROM page_back_1($1, $2, $3, $4, $5, $6)"

# The same for counters. `amounts` has one text for each row of `delta`.
_AMOUNTS: Final = (
    "(SELECT array_agg(array_to_string(d.amounts, ',')) FROM delta d WHERE d.id = p.id) AS amounts"
)
COUNTED_PAGE: Final = f"SELECT id, tail, value, {_AMOUNTS} FROM page_1($1, $2, $3, $4, $5, $6) p"  # noqa: S608
COUNTED_PAGE_BACK: Final = (
    f"SELECT id, tail, value, {_AMOUNTS} FROM page_back_1($1, $2, $3, $4, $5, $6) p"  # noqa: S608
)

LOCK: Final = "SELECT lock_1($1, $2)"
COMMIT: Final = (
    "SELECT commit_1($1, $2, $3, $4::text::bigint[], $5::text::boolean[], $6::text::bytea[], "
    "$7::text::bigint[], $8::text::bytea[], $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
    "$20)"
)
ERASE: Final = "SELECT erase_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"

# The format is that of the node. Versions that know only format 1 cannot insert such a row.
OPEN_SESSION: Final = "INSERT INTO session (id, format) VALUES ($1, $2)"
END_SESSION: Final = "DELETE FROM session WHERE id = $1"
# Waits while the old transaction of the session runs. Afterwards the session writes nothing more.
CLOSE_SESSION: Final = "UPDATE session SET closed = true WHERE id = $1 RETURNING number"
FORGET_SESSIONS: Final = "DELETE FROM session WHERE opened_at < now() - interval '7 days'"

# Nodes give this name to their connections.
COUNT_NODES: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'jedlik' AND pid <> pg_backend_pid()"
)

# The format of the database. It waits while a node that starts raises it.
FORMAT_FOUND: Final = "SELECT max(number) FROM format"

# A secret that all nodes share.
READ_SECRET: Final = "SELECT value FROM secret WHERE name = $1"  # noqa: S105

# How many entries there were when the server last analysed the table, -1 if it never did.
ESTIMATE: Final = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'entry'::regclass"

# A beat: the number is written and then shown by replicas. No row: the session was deleted.
BEAT: Final = "UPDATE session SET number = $2 WHERE id = $1 RETURNING number"
SHOWN_NUMBER: Final = "SELECT number FROM session WHERE id = $1"
# When the server started, in microseconds: no two servers have the same.
SERVER: Final = "SELECT pg_postmaster_start_time()"

# The number that a server shares with its standbys, and its timeline: the first eight hexadecimal
# digits of the name of its log file. A standby raises an error.
TIMELINE: Final = (
    "SELECT system_identifier AS system,"
    " ('x' || substring(pg_walfile_name(pg_current_wal_lsn()) FOR 8))::bit(32)::int AS timeline"
    " FROM pg_control_system()"
)

LOOK: Final = (
    "SELECT value, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms FROM epoch"
)

# The same for databases with Citus. Some functions wait for commits in doubt, so they are volatile.
READ_ONE_DISTRIBUTED: Final = "SELECT read_one_distributed_1($1, $2, $3, $4)"
READ_DISTRIBUTED: Final = (
    "SELECT id, version, value, amounts FROM read_distributed_1($1, $2, $3, $4, $5, $6)"
)
READ_DISTRIBUTED_SHORT: Final = (
    f"SELECT id, version, {_SHORT}, amounts, octet_length(value)"  # noqa: S608
    " FROM read_distributed_1($1, $2, $3, $4, $5, $6)"
)
PAGE_DISTRIBUTED: Final = (
    "SELECT id, tail, value FROM page_distributed_1($1, $2, $3, $4, $5, $6, $7, $8)"
)
PAGE_BACK_DISTRIBUTED: Final = (
    "SELECT id, tail, value FROM page_back_distributed_1($1, $2, $3, $4, $5, $6, $7, $8)"
)
COMMIT_DISTRIBUTED: Final = (
    f"SELECT commit_distributed_1({', '.join(f'${number}' for number in range(1, 31))})"
)
ERASE_DISTRIBUTED: Final = (
    "SELECT erase_distributed_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
)
# Ends the doubt about the last commit of a session, then releases what others wait for. Nothing is
# lost if a crash undoes it, so no disk must sync it.
END_OWN_DOUBT: Final = (
    "BEGIN; SET LOCAL synchronous_commit = off; UPDATE session SET doubt = NULL WHERE id = {};"
    " COMMIT; SELECT pg_advisory_unlock_all()"
)
# The doubts about commits whose prepared transactions Citus does not find on any worker any more.
ENDED_DOUBTS: Final = (
    "SELECT s.id, s.doubt FROM session s WHERE s.doubt IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM pg_dist_transaction t WHERE starts_with(t.gid, s.doubt))"
)
END_DOUBT: Final = "UPDATE session SET doubt = NULL WHERE id = $1 AND doubt = $2"
IS_IN_DOUBT: Final = "SELECT doubt IS NOT NULL FROM session WHERE id = $1"
RECOVER: Final = "SELECT recover_prepared_transactions()"
