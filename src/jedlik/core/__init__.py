"""The rules of DynamoDB as pure functions: no I/O, clock, randomness, logging or event loop.

Everything here takes bytes and values and returns bytes and values. The current time and new ids
are arguments. That makes every rule testable alone, and lets a storage run a rule twice.

In reading order:

- `errors`, `limits`: how a refusal is represented, and every limit of the service with its source
- `pauses`: where long work may pause
- `types`: attribute values, numbers, items, the structures of the API, ARNs
- `keys`: how items are addressed: bytes whose order is the order of key values
- `expressions`: the expression language, from text to evaluation
- `partiql`: PartiQL statements, from text to the conditions and updates of `expressions`
- `principal`: who makes a request
- `service_hosts`: the hosts that clients compute for the service
- `iam`: policies, from a document to the decision about a request
- `sigv4`: Signature Version 4
"""
