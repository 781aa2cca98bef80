"""Imports of new tables from objects in a bucket (docs/adr/0038-imports.md).

    ImportTable   entry of the import + a work that makes the table and fills it
    job           lists the bucket, creates the table, commits its items in large batches
    last piece    the table is ACTIVE, and the entry of the import has its end

A work is a record of what the job must do, and of how far it is.

`wire.item_files` divides the bytes of an object into records and makes items of them. A commit
writes items and the progress of the work together, and only if the work is unchanged. So a process
that was killed loses nothing, and one that was stopped for long writes nothing late.

What can fail: the bucket is gone (the import is FAILED); it cannot be reached (the work waits); an
object has bytes that are no items (they are counted, and the first lines about them are stored);
the process dies (the work goes on where the last commit has left it).

Files in reading order: `entries` and `records` (what is stored), `begin` (what ImportTable writes),
`named`, `listing` and `description` (how requests name imports and see them), `source` (records of
objects, in their order), `new_items` (from records to writes), `import_tables` (the job), `end`
(the last transaction), `error_lines`, `expire_imports`, `verify`, `feature`.
"""
