"""Items: the plans of writes of a single item.

A plan is made from a table and checked values: it refuses what the table alone can refuse, and has
a pure `decide` that makes the new item from the old one inside the commit. Every write of an item
uses these plans: PutItem and the like, batches, transactions and PartiQL statements.

In reading order: `writes` (the precondition, put and delete), `update`, `feature`.
"""
