"""The operations of the DynamoDB API, one file each, named after the operation.

Every file has the same parts: `check` (what the request alone decides), a plan against the table,
`run`, and `OPERATION`, which `apis.dynamodb.api` lists. No operation imports another.
"""
