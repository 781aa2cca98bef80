"""The features of the product: one package for each, all of the same shape.

A feature takes part in the life of tables and in the commits of their items, does background work,
and verifies what it has stored. It tells the rest of the product by one row: a `Feature` that the
function `feature` in its `feature.py` makes. `registry` lists the rows in order; a feature may
import the features before it and no other. Nothing outside `registry` knows all features by name,
so a new feature is a new package and one line there. `options` has what settings say to features.

In order: `tables`, `items`, `secondary_indexes`, `vector_indexes`, `streams`, `time_to_live`,
`transactions`. A package has only the files that it needs, with these names:

- `records`: what it stores; keys and values
- `rules`: its pure rules
- `participant`: what it adds to the commit of an item
- `description`: what it shows in TableDescription
- `verify`: what `jedlik verify` derives again from the items
- `feature`: its row
- a file for each background job, named after what the job does
"""
