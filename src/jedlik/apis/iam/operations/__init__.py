"""The operations of AWS Identity and Access Management, one file for each kind of entity.

- `users`, `groups`, `roles`, `service_linked_roles`, `instance_profiles`
- `policies`: managed policies. `attachments`: attached policies and permissions boundaries.
  `inline_policies`
- `access_keys`, `passwords`, `other_credentials`
- `openid_providers`: OpenID Connect providers
- `tags`: the tags of all kinds of entities
- `account`, `authorization_details`: the account as a whole
- `simulation`: the policy simulator
"""
