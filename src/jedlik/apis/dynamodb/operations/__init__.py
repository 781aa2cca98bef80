"""The operations of the DynamoDB API. Each has one file, named after the operation.

Every file has the same parts:

- `check` checks the rules that need only the request. It returns the request with its expressions
  parsed.
- `run` loads the table and makes a plan. The engine executes the plan, and `run` returns the
  answer.
- `OPERATION` is the value that `apis.dynamodb.api` lists.

No operation imports another. Read `put_item` and `get_item` first, then `query` and
`transact_write_items`. `refused` has the operations that Jedlik does not have yet.
"""
