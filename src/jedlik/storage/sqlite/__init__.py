"""The SQLite storage: one file in a folder, many processes, durable group commit.

Calls that write wait and form a group. A group takes the write lock of the file, decides and writes
in the event loop, syncs the write-ahead log there or in a thread, and then answers all its members.
Reads have a connection of their own and never wait for writers. `DESIGN.md` has the reasons for
this design and the measurements.

In reading order:

- the verbs: `storage`, `reader` (reads and scans), `writer` (group commit)
- parts of the writer: `decisions` (what a group writes), `entries` (the rows of a group), `tuning`,
  `loop_commits`
- SQL: `statements` (all the SQL of the request path), `spans` (how a span is read)
- copying the log into the data file: `checkpointer`, `sync` (calls that SQL cannot make),
  `log_check` (whether the log is as it was written)
- reads that would wait for the disk: `no_wait` (refuses them), `cold_reader` (finishes them)
- failures: `full_disk_mode` and `reserve` (a full disk), `recovery` (the end of an outage),
  `data_file` (whether the folder is still there)
- opening a folder: `opening`, `ownership`, `server_lock`, `connection`, `checksums`, `schema`,
  `log_frames` (commits that a damaged log has lost), `open_errors`
- for `jedlik move`: `entry_listing` (all entries with their keys)
- for `jedlik snapshot`: `snapshot` (a copy of the file at one moment)
- for `jedlik verify`: `verification` (relations between the rows of the file), `damage` (what
  cannot be read)
"""

from jedlik.storage.sqlite.open_errors import OpenError
from jedlik.storage.sqlite.opening import open_folder
from jedlik.storage.sqlite.storage import SqliteStorage

__all__ = ["OpenError", "SqliteStorage", "open_folder"]
