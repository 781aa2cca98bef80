"""The requests of the operations: for each a SHAPE that checks it and a TypedDict that types it.

A shape's members stand in the order in which the service reports their faults, which is not the
order of the published model. Modules: `data` (items), `search` (vectors), `tables` (tables, tags,
expiry, the rest).
"""
