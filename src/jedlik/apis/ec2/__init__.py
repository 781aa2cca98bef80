"""The API of Amazon EC2, as far as instances with roles need it: instances, profiles, key pairs.

An operation is a transaction on the records of `features.instances`. What it says about networks is
derived from account and Region, and has no effect (docs/adr/0034-instances.md).

In reading order:

- `model`: the members of requests and answers, and the errors, generated from the SDKs' model
- `rules`: what a caller must be allowed to do
- `operation`: makes operations: DryRun, and one transaction for each
- `condition_keys`, `denial`: what policies may ask about a request, and how a refusal is worded
- `filters`, `pages`: filters and pages of Describe operations
- `shown`: records as members of answers
- `settings`: the members of RunInstances as settings of an instance
- `operations`: one file for each kind of thing that they are about
- `built`: the operations that Jedlik has
- `api`: the API as a value
"""
