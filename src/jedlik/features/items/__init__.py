"""Items: the plans of writes of single items, whoever asks for them.

Owns the spaces ITEM (the items of tables, under their primary keys) and COUNTER (counts and sizes).
A plan is made from the canonical values of a request and the table; its `decide` turns the stored
old item into the change to make, inside the transaction of `engine.commit`. What indexes demand of
an item is an item rule that the table carries, so nothing here knows of indexes.

In reading order: `writes` (preconditions, put, delete, check of a condition), `update`, `feature`.
"""
