"""The rules of DynamoDB as pure functions: no I/O, clock, randomness, logging or event loop.

Everything here takes bytes and values and returns bytes and values. The current time and new ids
are arguments. That makes every rule testable alone, and lets a storage run a rule twice.

In reading order:

- `errors`, `limits`: errors as values, and every limit of the service with its source
- `principal`: who makes a request
- `types`: attribute values, numbers, items, ARNs
- `sigv4`: Signature Version 4
- `expressions`: the expression language, from text to evaluation
- `partiql`: PartiQL statements, from text to the conditions and updates of `expressions`
- `keys`: how items are addressed: bytes whose order is the order of key values
"""
