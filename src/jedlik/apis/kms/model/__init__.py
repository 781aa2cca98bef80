"""The model of KMS: requests, answers and errors.

Made by `make models` from the model in botocore.

- `errors`: the errors by code
- `members`: types that several modules use
- the operations: `keys`, `aliases`, `cryptography`, `policies`, `rotation`, `tags`
"""
