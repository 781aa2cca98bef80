"""HTTP/1.1 on asyncio and httptools, with nothing between a connection and an answer.

Flow: `server` accepts connections and gives each a `protocol`, which has `reader` parse requests
and `drive` run the coroutine that answers each, and writes what `response` makes of the answer.

- `message`: a request, an answer, and the type of the function between them.
- `limits`: every bound on what a connection may hold or how long it may take.
- `content_encoding`, `cors`: compressed bodies both ways; answers for scripts of other origins.
- `request_id`: the identifiers of requests.
- `reader`: bytes to requests, within bounds.
- `response`: the bytes of an answer.
- `drive`: a coroutine run without a task as long as it does not suspend.
- `outbox`: the answers of a turn of the loop, sent together.
- `protocol`: one connection.
- `server`: the running server: sockets, sweep, graceful stop.
- `tls_port`: a port that speaks TLS and says so to those who do not.
"""
