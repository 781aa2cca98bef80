"""Exports of tables into buckets (docs/adr/0037-exports.md).

    ExportTableToPointInTime   entry of the export, its token, and a work that reads the table
    job `make exports`         data files, then manifests; the entry becomes COMPLETED or FAILED
    job `erase exports`        entries older than 90 days, and tokens older than 8 hours

A full export reads the table as it was at a moment (`features.history.reader`). An incremental one
reads what changed in a window (`features.history.window`). A work is a record of what the job
must do, and of how far it is. Each piece of the job puts at most one data file.

What can fail: the process dies between any two steps (a file that no entry lists is deleted and put
again under another name); the bucket refuses (the export fails, with its code and text), or does
not answer (the job tries again for an hour); the key of the table cannot be used (the work waits).

Files in reading order: `records` (what is stored), `times` and `item_filter` (pure rules),
`tokens`, `new_export` (how an export begins), `lines`, `data_file`, `target`, `manifests` and
`make_exports` (how it is made), `named`, `listing` and `description` (how requests see exports),
`erase_exports`, `verify`, `feature`.
"""
