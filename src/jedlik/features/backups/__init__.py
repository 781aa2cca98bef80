"""Point-in-time recovery, on-demand backups, and restores (docs/adr/0036-backups.md).

    UpdateContinuousBackups   the record of the table says since when its history is stored
    CreateBackup              entry of the backup + a work that reads the table as of now
    DeleteTable               with point-in-time recovery: entry of a system backup + such a work
    Restore...                a new table in the state CREATING + a work that fills it

A work is a record of what a job must do, and of how far it is. The job does it piece by piece. A
piece of a backup reads a page of the table as it was at the moment and writes a block: compressed
items with a checksum. A piece of a restore reads such a page, or a block, and commits its items to
the new table like every other write, so its indexes are complete. The last piece makes the backup
AVAILABLE, or the table ACTIVE.

What can fail: the process dies (the record of the work says how far it has come; a page that is
written again writes the same); a block is damaged (the restore ends and its table is deleted; the
log names the block); the encryption key of the source cannot be used (the work waits).

With a target, a third job sends finished backups out of the storage (docs/adr/0040).

Files in reading order: `records` (what is stored), `recovery` (the setting, and the seconds that
can be restored), `blocks`, `source_table`, `new_backup` and `make_backups`, `named`, `listing` and
`description` (how requests name backups and see them), `restored_table` (the record of a restored
table: pure), `restore`, `restore_from_backup` and `restore_tables`, `erase_backups`; for backups
outside of the storage `objects` (their form: pure), `place`, `target`, `send_backups` and
`incoming`; `verify`, `feature`.
"""
