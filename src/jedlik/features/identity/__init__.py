"""Identities: users, groups, roles, policies, access keys, sessions and accounts.

The operations of the IAM and STS APIs change and read the records of this feature. One operation is
one transaction on a few records (`records`). Every commit raises the epoch of the storage, so every
worker drops what it has cached and sees the change with its next request.

For a request, `directory` returns the identity of an access key id: the principal, the secret that
its signature is checked with, and its policies, parsed. A long-term key is a record, whose secret
is sealed (`engine.sealing`). A temporary key comes with a session token (`sessions`), which
contains everything except the policies of its role. What the identity may do is decided by
`core.iam`, in the stage Authorize. docs/adr/0031-access-control.md describes the whole.

In reading order:

- `limits`: quotas. `unique_ids`: ids of entities and access keys. `arns`: their ARNs
- `records`: what is stored, and where. `transaction`: an operation on records
- `refusals`: the errors. `entities`: entities by name. `links`: references with a count
- `tags`, `documents`: tags of entities; documents that name principals
- `aws_policies`: the managed policies of AWS. `managed_policies`: those of customers
- `attachments`, `inline_policies`: policies of users, groups and roles
- `users`, `roles`: users and groups; roles and instance profiles
- `openid_providers`: the issuers of web identities that an account trusts
- `accounts`, `aliases`, `access_keys`, `passwords`: accounts and credentials
- `listing`, `summary`, `credential_report`: what lists and reports show
- `policy_sources`: the policies that apply to an identity
- `sessions`, `principals`: session tokens, and who uses a key
- `identity`, `directory`: the identity of an access key, and how it is found
- `service_linked_roles`: the names of roles of services
- `assume_role`: who may assume a role
- `key_sets`, `web_tokens`, `web_identity`: who may assume a role with a token of another issuer
- `messages`: refusals that only this server can read
- `sign_in`, `sign_in_slots`: a session for a password, and how often one can be tried
- `last_use`: when keys were last used
- `verify`, `feature`: the checks of `jedlik verify`, and the row in `features.registry`
"""
