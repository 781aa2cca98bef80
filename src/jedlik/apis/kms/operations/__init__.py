"""The operations of KMS, by subject: the modules have the names of those of the model.

Most operations have few lines, because `features.encryption_keys` does their work.

- `keys`, `aliases`: keys, their states and their names
- `cryptography`: encrypting and decrypting
- `policies`, `rotation`, `tags`: what a key has
"""
