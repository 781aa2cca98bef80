"""Vector indexes: entries that begin with a vector, and exact search for the nearest ones.

A vector index is a secondary index whose entries hold the vector of the item in 32-bit floats, so
it is written, built and erased as one (`features.secondary_indexes`). A search looks at all entries
of a partition: in the storage, or in memory if the partition was searched before in this version.

In reading order: `index` (what a vector is, and the entries of an index), `participant` (what a
commit counts), `definitions`, `updates` (UpdateTable), `description`; `search`, with `nearest`
(comparing vectors), `matrix` (a partition in memory) and `cache`; `verify`, `feature`.
"""
