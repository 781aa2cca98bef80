"""The storage on a PostgreSQL database, for any number of servers ("nodes") on any machines.

A write takes two round trips: a statement that reads, then a statement that takes locks, proves
that what was read is unchanged, and writes. Between the two the node decides, and holds no lock.
docs/adr/0039-postgresql.md has the tables, the locks, the proof that calls of `transact` are
serializable, and what happens in each failure.

How data flows:

- `read` and `scan`: one statement each. Reads that wait together share a statement. If they may
  read much, long values are read by a second one, so that all reads take bounded memory.
- `transact`: calls that wait together form a group. The group reads, decides and is committed by
  the function `commit_1` of the schema. If a value has changed meanwhile, the group decides again.
- `erase`: one call of the function `erase_1`.
- A commit whose answer is lost: another connection closes the session of the lost one. The number
  of its last commit says whether the commit was made, and no later one can be made in that session.
- Reads that need not be consistent go to a replica, if one is known to be new enough.
- The epoch is a row. A watcher reads it four times a second.
- With Citus (docs/adr/0043-citus.md) the same functions take locks and prove on the coordinator,
  and read and write entries that are on workers. A commit that may not be visible on all workers
  yet is in doubt: readers of its keys wait, and `resolver` ends a doubt that stays.

asyncpg is an optional dependency (`pip install jedlik[postgresql]`), so only this package imports
it, and only `app` imports this package, when it is needed.

In reading order:

- `address`: where the database is, without secrets in what is shown
- `entry_id`: keys as `bytea`, in the same order, and the numbers of locks
- `places`: which entries are on workers of Citus, and on which shard
- `migrations`, `open_error`, `cluster`, `schema`: the tables and functions, and what the settings
  of the server and the cluster must be
- `failures`: which errors mean what
- `connection`, `pool`: connections with a session each
- `servers`: which host of an address to use, and what follows from a failover
- `statements`: the SQL of the request path
- `decisions`: how a group decides, and which locks it needs
- `queries`, `distributed_queries`: the statements of reads and commits, and what their rows mean
- `resolver`: commits that a worker of Citus does not show yet
- `shared_reads`, `reader`: read and scan
- `committer`: one commit or erasure in the database, and lost answers
- `writer`: groups, and what waits for what
- `watcher`: the epoch, and the clock of the database
- `replica`, `replicas`: reads that may be old, and how old they can be
- `entry_listing`: all entries with their keys
- `storage`: the five verbs
- `exclusive_use`: a database for one command, while no node may use it
"""

from jedlik.storage.postgresql.address import Address, AddressError, address_of
from jedlik.storage.postgresql.exclusive_use import ExclusiveUse
from jedlik.storage.postgresql.open_error import OpenError
from jedlik.storage.postgresql.replicas import ReplicaOptions
from jedlik.storage.postgresql.storage import (
    PostgresqlStorage,
    open_database,
    open_prepared,
    refuse_nodes,
)

__all__ = (
    "Address",
    "AddressError",
    "ExclusiveUse",
    "OpenError",
    "PostgresqlStorage",
    "ReplicaOptions",
    "address_of",
    "open_database",
    "open_prepared",
    "refuse_nodes",
)
