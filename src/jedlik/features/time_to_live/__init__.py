"""Time to live: items are deleted after the time that one of their attributes holds.

UpdateTimeToLive changes the setting in the table's record (`setting`); the same transaction leaves
work (`records`). The job `expire_items` first gives every item with a time an expiry entry, then
deletes the items whose time has come. Meanwhile each commit keeps the entry of its own item correct
(`participant`).

In reading order: `rules` (what counts as a time, what has expired), `setting`, `records` (expiry
entries and the work), `participant`, `expire_items`, `verify`, `feature`.
"""
