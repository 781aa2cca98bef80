"""The SQLite storage: one file in a folder, many processes, durable group commit.

Calls that write wait for a group. The group takes the write lock, decides and writes in the event
loop, syncs the log there or in a thread, and answers all its members. Reads have a connection of
their own and never wait for writers.

In reading order: `DESIGN.md` (the reasons), `storage` (the five verbs), `reader`, `writer`,
`decisions` (what a group writes), `entries` (the rows of a group), `spans` (how a span is read),
`statements` (all the SQL of the request path), `checkpointer` and `sync` (what happens to the file
meanwhile). Reads that would wait for the disk: `no_wait`, `cold_reader`. When something fails:
`frugality` and `reserve` (a full disk), `recovery` (the end of an outage), `data_file` (whether the
folder is still there). Opening a folder: `opening`, `ownership`, `server_lock`, `connection`,
`checksums`, `schema`, `log_frames` (what a damaged log has lost), `open_errors`. `verification`
checks the rules of the file, `damage` finds what cannot be read.
"""

from jedlik.storage.sqlite.open_errors import OpenError
from jedlik.storage.sqlite.opening import open_folder
from jedlik.storage.sqlite.storage import SqliteStorage

__all__ = ["OpenError", "SqliteStorage", "open_folder"]
