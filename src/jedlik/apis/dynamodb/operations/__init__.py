"""The operations of the DynamoDB API. Each has one file, named after the operation.

Every file has the same parts. `check` checks the rules that need only the request and returns it
with its expressions parsed. `run` loads the table, makes a plan, lets the engine execute the plan,
and returns the answer. `OPERATION` is the value that `apis.dynamodb.api` lists. No operation
imports another. `refused` has the operations that a later version will have.

`put_item` and `get_item` are good files to read first, then `query` and `transact_write_items`.
"""
