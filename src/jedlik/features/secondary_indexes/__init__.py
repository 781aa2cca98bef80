"""Local and global secondary indexes.

In reading order: `definitions` and `throughput` (rules), `records`, `description`, `update_rules`
and `writes` (what a change of an item does to them), `reads`, `build` (an index of a table that has
items), `updates` and `throughput_update` (UpdateTable), `erasure`.
"""
