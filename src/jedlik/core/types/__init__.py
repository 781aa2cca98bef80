"""The values that the service works with.

An attribute value has one form everywhere: as JSON on the wire, in memory and on disk (`{"S":
"x"}`). So a read copies stored bytes into its answer and decodes nothing. A request's values are
brought into canonical form once, by `value`. After that, equal values have equal structures.

In reading order:

- `attribute_value`: the type of a value and of an item
- `number`: decimal numbers as canonical text; `base64`: the text of binary values
- `value`: validation, canonical form, size and order of values; `vector`: vectors
- `stored_item`: the bytes of an item on disk
- `arn`: Amazon Resource Names
- `stream`: streams and their shards
- `table_record`: what the catalog stores about a table; `table`: the part of it that requests need
- `tag`: tags of resources
"""
