"""What goes over the wire, as values: HTTP messages, protocols, and what requests may look like.

Everything here takes and returns values. It knows no socket and no API.

- `http`: HTTP messages.
- `protocol`: what the pipeline asks of a protocol.
- `json_1_0`: the protocol AWS JSON 1.0.
- `shapes`: checks types and constraints of the members of a request.
"""
