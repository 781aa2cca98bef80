"""The rules of the service, and nothing else: no I/O, clock, randomness, logging or event loop.

Bytes and values in, bytes and values out; time and ids are arguments. In reading order:

- `errors`, `limits`: the table of errors, every limit with its source
- `types`: attribute values, numbers, items, tables, ARNs
- `wire`: JSON 1.0 bodies, headers, error bodies
- `sigv4`: Signature Version 4
- `shapes`: declarations of requests, compiled to checkers
- `expressions`: the expression language, from text to evaluation
- `partiql`: statements, from text to the conditions and updates of `expressions`
- `keys`: the order-preserving form of keys
- `changes`: what a change of an item costs and entails
"""
