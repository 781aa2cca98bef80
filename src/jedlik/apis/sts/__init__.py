"""The API of AWS Security Token Service: who the caller is, and temporary credentials.

In reading order:

- `model`: the members of requests and answers, and the errors, generated from the SDKs' model
- `credentials`: members of answers with temporary credentials
- `operations`: one file for each operation
- `built`: the operations that Jedlik has
- `api`: the API as a value
"""
