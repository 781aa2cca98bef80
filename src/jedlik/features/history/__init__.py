"""The items of a table as they were at a moment (docs/adr/0036-backups.md).

Point-in-time recovery, backups and exports need it. No copies are made beforehand: the change log
of the table has the old image of each change since the moment.

    commit ----> change log: one record with the old image, while the history of the table is needed
    reader of a moment, by pieces: catch up with the log -> overlay of first old images
                                   scan today's items, lay the overlay over them -> a page

A moment is a position (`core.keys.position`). The commits up to it belong to the state of the
table, later ones do not.

What can fail: the process dies between two pieces (the record of the work says how far it is);
the log does not reach back to the moment (the work is refused, or ends with an error); the table is
deleted (its items and its log stay until the work is done).

Files in reading order: `records` (what is stored), `partitions` (when the log is open, and since
when), `work` (the record of a work), `readers` (works that the record of a table lists), `reader`
(the reader of a moment), `window` (the reader of what changed in a window of time), `log_backwards`
(the log from its newest record to its oldest, in bounded parts), `item_versions` (the versions of
one item), `change_counts` (how many items changed, by time), `trim_history` (the job that erases
what nobody needs), `verify`, `feature`.
"""
