"""The API of Jedlik itself: what no API of AWS can do, in the protocol of DynamoDB.

Its commands call it, as clients of any API: with signed requests, which are authorized. Its actions
are `jedlik:GetInstanceMetadata` and `jedlik:GetInstanceCredentials`, on the ARN of an instance, and
`jedlik:ExplainAccess`, on the ARNs of a principal and of a resource, and
`jedlik:ListImportErrors`, on the ARN of an import. `jedlik:GetItemHistory` and
`jedlik:GetChangeCounts` are on the ARN of a table; the first also needs `dynamodb:GetItem`. The
console calls SignIn without a signature, with a password.

In reading order:

- `model`: the members of requests and answers
- `instance_rule`: what must be allowed for operations on an instance
- `table_keys`: the condition keys of operations on a table
- `log_token`: tokens of answers that were made from a part of the log of a table
- `explanations`: why a request is allowed or denied, for ExplainAccess
- `operations`: one file for each operation
- `built`: the operations
- `api`: the API as a value
"""
