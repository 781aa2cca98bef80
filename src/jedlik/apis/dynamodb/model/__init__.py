"""The shapes of requests. Each request is declared once, for the type checker and for its checks.

`PutItemRequest` is a TypedDict whose members are annotated with their constraints. `PUT_ITEM` is
the check that `request` builds from it (docs/adr/0020). The order of members is the order in which
the service reports their faults. It is not the order of the published model.

In reading order:

- `members`: types that several requests share
- `items`, `transactions`: requests about items
- `statements`: requests with PartiQL statements
- `search`: the request of SearchVectors
- `replicas`: members about replicas in other Regions
- `policies`: requests about resource-based policies
- `tables`: requests that name a table or nothing
- `table_settings`: requests that make and change tables, their tags and their time to live
- `backups`: requests about backups, point-in-time recovery and restores
- `exports`: requests about exports
- `imports`, `bulk_operations`: requests about both
"""
