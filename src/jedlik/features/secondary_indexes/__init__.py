"""Global and local secondary indexes: copies of items under other keys.

A commit of an item also writes its entries: `participant` compares the item before and after for
each index of the table. A table that has items receives a new index step by step: `lifecycle`
leaves work in the transaction that changes the table, `build_indexes` enters the items, and until
then each write looks at `build` to know whether its own item is in the index. A deleted index is
erased by `erasure`. Queries and scans read an index through its `source`.

In reading order:
- an index and its entries: `index`, `entry_key` (where the entry of an item is), `spans`,
  `entries` (what a change of an item does to one index), `participant`, `rules` (what an index
  demands of items)
- reading: `source` (an index as reads see it), `reads`
- declaring and changing: `definitions` (keys and projections), `throughput`, `records` (of new
  indexes), `lifecycle`, `updates` (UpdateTable), `description`
- background work: `build`, `build_indexes`, `erasure`
- `verify`, `feature`
"""
