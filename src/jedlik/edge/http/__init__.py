"""HTTP/1.1 on asyncio and httptools.

The `Server` accepts connections and makes an `HttpProtocol` for each. The protocol passes the bytes
that it receives to its `RequestReader`, which parses them to requests. For each request it runs the
coroutine that answers it. The `ResponseWriter` turns the answer into bytes, which the protocol
sends.

In reading order:

- `limits`: the greatest size of a message
- `request_id`: the identifiers of requests
- `reader`: from bytes to requests
- `response`: from an answer to bytes
- `shared`: the values that all connections share
- `buffers`: the memory that one connection holds
- `protocol`: one connection
- `server`: the running server: listening sockets, timeouts of connections, graceful stop
"""
