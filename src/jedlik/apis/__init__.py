"""The APIs: one package for each AWS API, with one file for each operation.

- `api`: an API and an operation as values.
- `errors`: how an API writes an error, and the errors that all APIs share.
- `dynamodb`, `dynamodb_streams`: the APIs.
- `registry`: all APIs, and the protocols that they speak.
"""
