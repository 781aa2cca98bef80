"""Global and local secondary indexes: copies of items, whole or in part, under other keys.

Each item has at most one entry in an index. A commit of an item also writes its entries:
`participant` compares the item before and after the change, for each index of the table. Queries
and scans read an index through its `source`.

An index can be added to a table that has items. The transaction that changes the table also stores
a `build`: the work to do and its progress. The job `build_indexes` adds the entries of the existing
items. Meanwhile each write reads the `build` to find out whether its item has been added already.
The job `erasure` erases the entries of deleted indexes.

In reading order:
- an index and its entries: `index`, `entry_key` (where the entry of an item is), `spans`,
  `entries` (what a change of an item does to one index), `participant`, `rules` (what an index
  requires of items)
- reading: `source` (an index as reads see it), `reads`
- declaring and changing: `definitions` (keys and projections), `throughput`, `records` (of new
  indexes), `lifecycle` (creation and deletion), `updates` (UpdateTable), `description`
- background work: `build`, `build_indexes`, `erasure`
- `verify`, `feature`
"""
