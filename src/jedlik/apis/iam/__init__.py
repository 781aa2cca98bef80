"""The API of AWS Identity and Access Management: users, groups, roles, policies.

In reading order:

- `model`: the members of requests and answers, and the errors, generated from the SDKs' model
- `resources`: what operations act on, and what must be allowed
- `condition_keys`: the condition keys that only IAM knows
- `answers`: the members of answers, from records
- `simulated`: the policies and callers of simulations
- `operations`: one file for each kind of entity
- `built`: the operations that Jedlik has
- `api`: the API as a value
"""
