"""The parts of connections that do not depend on a protocol.

A connection runs the coroutine that answers a request. If the coroutine suspends, a `Suspended`
waits for it. A `WriteBuffer` lets all connections send their answers at the end of the same turn of
the event loop.

In reading order:

- `limits`: the time that a connection may take
- `memory`: the memory that all requests may use together
- `suspended`: runs a coroutine without a task
- `write_buffer`: sends the answers of one turn of the event loop together
- `tls_port`: a port for TLS, which answers plain HTTP with an error
"""
