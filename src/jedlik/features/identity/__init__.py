"""Identities: users, groups, roles, policies, access keys, sessions and accounts.

The operations of the IAM and STS APIs change and read the records of this feature. One operation is
one transaction on a few records (`records`). Every commit raises the epoch of the storage, so every
worker drops what it has cached and sees the change with its next request.

For a request, `directory` returns the identity of an access key id: the principal, the secret that
its signature is checked with, and its policies, parsed. A long-term key is a record, whose secret
is sealed (`engine.sealing`). A temporary key comes with a session token (`sessions`), which
contains everything except the policies of its role. What the identity may do is decided by
`core.iam`, in the stage Authorize. docs/adr/0031-access-control.md describes the whole.
"""
