"""HTTP/1.1 on asyncio and httptools.

The `server` accepts connections and makes a `protocol` for each. The protocol receives bytes, and
its `reader` parses them to requests. It runs the coroutine that answers a request, turns the answer
into bytes with `response`, and sends them. In reading order:

- `limits`: the greatest size of a message
- `request_id`: the identifiers of requests
- `reader`: from bytes to requests
- `response`: from an answer to bytes
- `protocol`: one connection
- `server`: the running server: listening sockets, timeouts of connections, graceful stop
"""
