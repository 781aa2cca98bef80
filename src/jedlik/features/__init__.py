"""The features of the product: one package for each, all of the same shape.

A feature can add writes to the commits of items and to changes of tables, do work in the
background, and verify what it has stored. It declares all of this in one value, a `Feature`, which
the function `feature` in its `feature.py` returns. `registry` lists these values, in an order in
which a feature may import only the features before it. No other module knows all features by name.
So a new feature is a new package and one line in `registry`. `options` has the settings of a server
that features need.

In order: `tables`, `items`, `secondary_indexes`, `vector_indexes`, `history`, `streams`,
`time_to_live`, `transactions`, `identity`, `resource_policies`, `instances`, `encryption_keys`,
`backups`, `exports`, `imports`, `bulk_operations`, `aws_backup`. A package has only the files that
it needs, with these names:

- `records`: what it stores; keys and values
- `rules`: its pure rules
- `participant`: what it adds to the commit of an item
- `description`: what it shows in TableDescription
- `verify`: what `jedlik verify` derives again from the items
- `feature`: its `Feature`, as `registry` lists it
- a file for each background job, named after what the job does
"""
