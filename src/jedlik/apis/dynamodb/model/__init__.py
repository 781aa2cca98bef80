"""The requests of the operations, each declared once.

`PutItemRequest` is a TypedDict whose members are annotated with their constraints. `PUT_ITEM` is
the check that is built from it (docs/adr/0020). The order of members is the order in which the
service reports their faults, which is not the order of the published model.

Modules, in reading order: `attribute_value` (the shapes of attribute values), `members` (types that
requests share), `items`, `transactions`, `statements` (PartiQL), `search` (SearchVectors),
`replicas` (members about replicas in other Regions), `tables` (tables, tags, time to live, the
rest).
"""
