"""Encryption keys: the keys that KMS manages, and what they do to tables.

The operations of the KMS API change and read the records of this feature. One operation is one
transaction (`features.identity.transaction`). Every commit raises the epoch of the storage, so
every worker loads its tables again and notices that a key was disabled.

    KMS operation -> resolve (key id, ARN or alias) -> rules (state) -> material or records
    SSESpecification -> table_encryption: a data key for the table, encrypted under the key
    catalog loads a record with a data key -> table_keys opens it -> storage.encrypted

A key is Enabled, Disabled or PendingDeletion; the job `due_work` deletes it when its date has come.
Its material is stored sealed and never leaves this package. docs/adr/0033-encryption-keys.md says
what is encrypted, what can fail, and what an attacker can do.

- `records`: what is stored, and under which keys
- `rules`: states, ARNs, names and policies; pure
- `errors`: the errors of KMS
- `ciphertext`: the form of a ciphertext; pure
- `material`: makes, seals and uses key material
- `resolve`: from the KeyId of a request to the record of a key
- `keys`, `aliases`: what operations do
- `key_use`: what callers must be allowed to do with the key of a table
- `key_policies`: what the policy of a key says about a request
- `service_key`: the key of DynamoDB itself
- `due_work`: the job that deletes and rotates keys
- `table_keys`: opens the data keys of tables
- `table_encryption`: what SSESpecification does to the record of a table
- `deleted_table`: the data key of a deleted table
- `description`: what DescribeTable shows
- `encrypt_items`: the job that encrypts the items of a table that got a key
- `feature`: the row of the feature
"""
