"""The SQLite storage: one file in a folder, many processes, durable group commit.

A transact waits with others for the turn of the write lock; the turn decides and writes in the
event loop, syncs there or in a thread, and answers all its members. Reads have a connection of
their own and never wait. In reading order: `DESIGN.md` (why), `storage` (the five verbs), `reader`,
`writer`, `decisions` (what a group writes), `entries` (where it goes), `statements` (all the SQL of
the request path), `checkpointer` and `sync` (of the file, beside it), then what happens when a
folder is opened: `opening`, `server_lock`, `connection`, `schema`, `open_errors`. `verification`
says what must hold in the file.
"""

from jedlik.storage.sqlite.open_errors import OpenError
from jedlik.storage.sqlite.opening import open_folder
from jedlik.storage.sqlite.storage import SqliteStorage

__all__ = ["OpenError", "SqliteStorage", "open_folder"]
