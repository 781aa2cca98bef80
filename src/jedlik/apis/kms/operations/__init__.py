"""The operations of KMS, by subject: the modules have the names of those of the model.

Most operations have few lines, because `features.encryption_keys` does their work. `authorizations`
says what each of them needs; `pages` divides lists.
"""
