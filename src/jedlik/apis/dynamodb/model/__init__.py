"""The requests of the operations: for each a SHAPE that checks it and a TypedDict that types it.

A shape's members stand in the order in which the service reports their faults, which is not the
order of the published model. Modules: `structures` (the types of what stands inside them), `data`
(items), `transactions`, `statements` (PartiQL), `search` (vectors), `tables` (tables, tags, expiry,
the rest), `streams`.
"""
