"""The metadata endpoint of an instance, as programs on an EC2 instance find it.

It is a function `respond` for the HTTP server of `edge.http`. `app` starts one for each shell on an
instance, with a source that asks the server of Jedlik. It answers versions 1 and 2 of the instance
metadata service and, if it is asked for, the container credentials endpoint.
docs/adr/0034-instances.md says who attacks it and what stops them.

In reading order:

- `facts`: what the endpoint shows, and the source of it
- `tokens`: the session tokens of version 2
- `paths`: the values under `/latest`
- `endpoint`: from a request to its response
"""
