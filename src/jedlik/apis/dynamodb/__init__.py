"""The API of DynamoDB: from a decoded request to the members of its answer.

A request has passed its shape (`model`) when it comes here. The `check` of its operation parses
its expressions and checks every rule that needs no table. Then `run` loads the table, makes the
plan of a read or a write, lets the engine execute the plan, and returns the members of the answer.

In reading order:

- `model`: the shapes of requests
- `expressions`: from the expressions of a request to conditions, updates and projections
- `consumed_capacity`: how answers report what a request consumed
- `write_answer`: the answers of writes
- `page`: the parts that Query and Scan share
- `table_definition`: the rules of CreateTable about keys and indexes
- `statements`: PartiQL statements
- `operations`: one file for each operation
- `resource`: the resource on which a request acts, for permissions
- `errors`: the errors of the API
- `api`: the API as a value, with all its operations
"""
