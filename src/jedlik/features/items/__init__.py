"""Items: the plans of writes of single items.

Every operation that writes items makes these plans: PutItem, UpdateItem, DeleteItem, batches,
transactions and PartiQL. The input is the table and the canonical values of the request. Inside the
transaction of `engine.commit`, `decide` of the plan receives the stored item and returns the change
to make. A table has the rules that its indexes require of items, so this package does not import
indexes.

The package owns two spaces: ITEM (the items of tables, under their primary keys) and COUNTER
(counts and sizes).

In reading order: `writes` (preconditions, put, delete, check of a condition), `update`, `feature`.
"""
