"""The server: HTTP in, HTTP out, and everything between the wire and the operations.

Flow: `http` reads requests off connections and writes answers back; `pipeline` takes one request
through its stages; `authenticate` is the stage that says who asks.

- `http`: the protocol, its limits and the running server.
- `authenticate`: the caller of a request, by Signature Version 4.
- `pages`: the answers to what is not an operation: health, preflight, metrics, not found.
- `metrics`, `access_log`: what the server counts, and what it writes down of each request.
- `tls`: certificates.
"""
