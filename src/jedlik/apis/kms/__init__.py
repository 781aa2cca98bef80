"""The API of AWS Key Management Service, for symmetric encryption keys.

`api` is loaded with the server. Everything else is imported at the first request for an operation
(`built`). The model is generated (`make models`). What operations do is in
`features.encryption_keys`.
"""
