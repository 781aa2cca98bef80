"""Everything that is sent over the network, as values: HTTP messages, protocols, shapes.

This package is pure. It knows neither sockets nor APIs. The way of a request:

1. The edge parses bytes to an `HttpRequest`.
2. A protocol finds the target in it, which names an operation, and decodes the body to members.
3. The shape of the operation checks the members.
4. After the operation has run, the protocol encodes its answer, or an error, as an `HttpResponse`.
5. The edge turns the response into bytes.

In reading order:

- `http`: HTTP messages, compressed bodies, and headers for scripts of other origins (CORS)
- `protocol`: the interface of a protocol
- `json_1_0`: the protocol AWS JSON 1.0
- `form`, `query_members`, `xml`: forms, members from the parameters of a form, members as XML
- `query_xml`, `ec2_query`: the protocols AWS Query and that of EC2
- `rest_json`: the protocol of REST APIs
- `body_memory`: how much memory a body takes when it is decoded
- `item_files`: files with items in buckets
- `shapes`: types and constraints of the members of a request, and the texts of their errors
"""
