"""Everything that is sent over the network, as values: HTTP messages, protocols, shapes.

This package is pure. It knows neither sockets nor APIs. The edge parses bytes to a request in
`http`. A protocol finds in it the target, which names an operation, and decodes its body to
members. The shape of the operation checks the members. Then the protocol encodes the answer or the
error as a response in `http`.

In reading order:

- `http`: HTTP messages, compressed bodies, headers for scripts of other origins
- `protocol`: the interface of a protocol
- `json_1_0`: the protocol AWS JSON 1.0
- `shapes`: types and constraints of the members of a request, and the texts of their errors
"""
