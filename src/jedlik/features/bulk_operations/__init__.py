"""Bulk operations: items of objects in a bucket, put into a table (docs/adr/0038-imports.md).

    StartBulkPutItems     entry of the operation + a work
    job                   tries both buckets, adds up the sizes of the objects, commits items
    CancelBulkOperation   the work says so, and its next piece ends the operation
    last piece            a manifest in the output bucket, and the end in the entry

A work is a record of what the job must do, and of how far it is. Objects are read as for imports.
An item may have a condition of its own. A commit has items and the progress of the work, and proves
that the work is unchanged. Records that were not written are reported in parts, which are objects
in the output bucket. A part is written before the commit that it belongs to, under a
name that a repetition uses again.

Files in reading order: `records` (what is stored), `begin`, `named`, `listing`, `description` and
`cancel` (requests), `new_puts` (from records to writes), `reports` (objects in the output bucket),
`put_items` (the job), `end`, `expire_operations`, `verify`, `feature`.
"""
