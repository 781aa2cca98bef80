"""The APIs: one package for each AWS API, with one file for each operation.

An API is a value: its name, its errors, and its operations by name. An operation is a value too. It
has four parts, which the pipeline calls in order for each request. `shape` checks the types of the
members. `check` checks the rules that need only the request, and parses its expressions. `rule`
says what the caller must be allowed to do. `run` does the work and returns the answer. Dispatch,
metrics, permissions and documents are derived from these values.

The models of companion APIs (`iam`, `sts`, `ec2`, `kms`, `backup`) are generated, and their
operations are imported at the first request for one (docs/adr/0032). `jedlik` is our own API.

In reading order:

- `errors`: how an API writes an error, and the errors that all APIs share
- `authorization`: what a caller must be allowed to do for a request
- `condition_keys`: what a policy may ask about a request
- `api`: an API and an operation as values
- `dynamodb`, `dynamodb_streams`, `iam`, `sts`, `ec2`, `kms`, `backup`, `jedlik`: the APIs
- `registry`: all APIs, and the protocols of their requests
"""
