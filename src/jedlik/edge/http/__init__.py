"""HTTP/1.1 on asyncio and httptools, with nothing between a connection and an answer.

Flow: `server` accepts connections and makes a `protocol` for each. This has `reader` parse
requests, runs the coroutine that answers each, and writes what `response` makes of the answer.

- `limits`: how large a message may be.
- `request_id`: the identifiers of requests.
- `reader`: bytes to requests.
- `response`: an answer to bytes.
- `protocol`: one connection.
- `server`: the running server: sockets, sweep, graceful stop.
"""
