"""Vector indexes, and the search for the items whose vectors are nearest to a given vector.

A vector index is a secondary index whose entries begin with the vector of the item in 32-bit
floats. So it is written, built and erased like the others (`features.secondary_indexes`). A search
is exact: it compares the given vector with every entry of one partition. It reads the partition
from the storage, or from memory if it was searched before and the index has not changed since.

In reading order: `index` (what a vector is, and the entries of an index), `participant` (what a
commit writes and is charged for), `read_charge` (what reads are charged for), `definitions`,
`updates` (UpdateTable), `description`; `search`, with `nearest` (comparing vectors), `matrix` (a
partition in memory) and `cache`; `verify`, `feature`.
"""
