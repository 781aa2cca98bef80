"""The API of Jedlik itself: what no API of AWS can do, in the protocol of DynamoDB.

The commands of Jedlik and the console call it with signed requests, which are authorized as those
of any API. Only SignIn has no signature, but a password. A policy allows these actions, each on the
ARN of something:

- an instance: `jedlik:GetInstanceMetadata`, `jedlik:GetInstanceCredentials`
- a principal, and a resource: `jedlik:ExplainAccess`
- an import: `jedlik:ListImportErrors`
- a table: `jedlik:GetItemHistory`, which also needs `dynamodb:GetItem`, and
  `jedlik:GetChangeCounts`

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
