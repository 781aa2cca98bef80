"""The edge: where bytes of clients come in and bytes of answers leave.

Flow: a connection reads bytes, parses requests, has each answered by the function `respond` that
`app` hands in, and writes the answers. The edge knows no API.

- `connections`: what does not depend on a protocol: waiting, write buffer, timeouts, TLS.
- `http`: HTTP/1.1.
- `metrics`, `access_log`: observers of all answers.
"""
