"""The API of DynamoDB: from a decoded request to the members of its answer.

The way of a request:

1. Its shape in `model` checks the types and constraints of its members.
2. The `check` of its operation parses its expressions, and checks every rule that needs no table.
3. `run` loads the table and makes the plan of a read or of writes.
4. The engine executes the plan. `run` makes the answer from the result.

In reading order:

- `model`: the shapes of requests
- `expressions`: from the expressions of a request to conditions, updates and projections
- `consumed_capacity`: how answers report what a request consumed
- `write_answer`: the answers of writes
- `page`: the parts that Query and Scan share
- `table_definition`: the rules of CreateTable about keys and indexes
- `new_table`: the other rules of a new table, and its record, also for ImportTable
- `overlapping_changes`: which changes of a table may overlap, and the texts of the refusals
- `restores`: what both restores share: overrides, and the new table
- `statements`: PartiQL statements
- `resource_policies`: documents of resource policies
- `parts`: the parts of a request that does several things, for permissions. `statement_part`: a
  statement as a part
- `operations`: one file for each operation
- `condition_keys`: what a policy may ask about the items of a request
- `errors`: the errors of the API
- `built_for_settings`, `built_for_statements`, `built_for_copies`: groups of operations that are
  loaded when one of the group is called
- `api`: the API as a value, with all its operations
"""
