"""The way of a request: from an HTTP message to an operation, and from its answer to a response.

`Pipeline.respond` asks each protocol whether it recognises the request, and makes an exchange, which
holds everything that is known about the request. Then each stage reads the exchange and adds to it:
the stages decode, authenticate, check and authorize. The operation runs, and the protocol encodes
its answer. A stage refuses a request by raising Reject, which becomes an error response. A caller
inside the process uses `Pipeline.call`, which needs no HTTP message.

In reading order:

- `exchange`: one request on its way, and the values that all stages share
- `stages`: the stages in their order, and the `Pipeline` that runs them
- `authenticate`: who makes a request, by Signature Version 4
- `pages`: the responses to requests that are not for an API, such as a health check
"""
