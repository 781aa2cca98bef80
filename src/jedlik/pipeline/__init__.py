"""The way of a request: from an HTTP message to an operation, and from its answer to a response.

`Pipeline.respond` refuses requests of web pages that may not call. It asks each protocol whether it
recognises the request. Then it makes an exchange, which contains everything that is known about the
request, and passes it to each stage in turn. The stages decode the body, authenticate the caller,
and check the request. Then the operation runs, and the protocol encodes its answer. A stage refuses
a request by raising Reject, which becomes an error response. A caller inside the process uses
`Pipeline.call`, which needs no HTTP message.

In reading order:

- `exchange`: one request on its way, and the values that all stages share
- `stages`: the stages in their order, and the `Pipeline` that runs them
- `web_access`: which web pages may call, and by which names the server may be called
- `authenticate`: who makes a request, by Signature Version 4
- `unsigned`: which operations need no signature, and where their requests may come from
- `authorize`, `condition_keys`: what a principal may do, and what policies may ask about a request
- `audit`: the log of who did what
- `pages`: the responses to requests that are not for an API, such as a health check
"""
