"""The model of EC2: requests, answers and errors.

Made by `make models` from the model in botocore.

- `errors`: the errors by code
- `members`: types that several modules use
- the operations: `images`, `key_pairs`, `instances`, `attributes`, `profiles`, `tags`, `places`
"""
