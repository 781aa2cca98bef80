"""The way of a request from an HTTP message, or a caller in the process, to an operation and back.

- `exchange`: one request on its way, and what the stages share.
- `stages`: the stages in their order, and `respond`, which runs them.
- `authenticate`: who makes a request, by Signature Version 4.
- `pages`: what is answered to a request that is none to an API, such as a health check.
"""
