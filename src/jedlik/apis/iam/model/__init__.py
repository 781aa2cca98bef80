"""The model of IAM: requests, answers and errors.

Made by `make models` from the model in botocore.

- `errors`: the errors by code
- `members`: types that several modules use
- the operations: `users`, `groups`, `roles`, `policies`, `attachments`, `inline_policies`,
  `access_keys`, `passwords`, `instance_profiles`, `account`, `simulation`,
  `other_credentials`, `identity_providers`
"""
