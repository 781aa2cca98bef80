"""The APIs: one package for each AWS API, with one file for each operation.

An API is a value: its name, its errors, and its operations by name. An operation is a value too.
The pipeline finds the API and the operation of a request, checks the types of the members with the
operation's `shape`, passes the request to its `check`, and passes what `check` returns to its
`run`. Whatever has to list APIs or operations (dispatch, metrics, permissions, documents) derives
the list from these values.

In reading order:

- `errors`: how an API writes an error, and the errors that all APIs share
- `api`: an API and an operation as values
- `dynamodb`, `dynamodb_streams`: the APIs
- `registry`: all APIs, and the protocols of their requests
"""
