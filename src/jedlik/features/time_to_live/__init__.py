"""Time to live: an item is deleted after the time in one of its attributes.

UpdateTimeToLive changes the setting in the table's record (`setting`). The same transaction stores
an entry that describes the work of the job `expire_items` (`records`). The job first writes an
expiry entry for each item that has a time. The expiry entries are in the order of time. From then
on the job deletes the items whose time has passed. Each commit of an item also writes or deletes
the expiry entry of the item (`participant`).

In reading order: `rules` (what counts as a time, what has expired), `setting`, `records` (expiry
entries and the work of the job), `participant`, `expire_items`, `verify`, `feature`.
"""
