"""The values that the service works with, and the structures of its API.

An attribute value has one form everywhere: as JSON on the wire, in memory and on disk (`{"S":
"x"}`). So a read copies stored bytes into its answer and decodes nothing. A request's values are
brought into canonical form once, by `value`. After that, equal values have equal structures.

In reading order:

- `attribute_value`: the type of a value and of an item
- `number`: decimal numbers as canonical text; `base64`: the text of binary values
- `sets`: the order of the members of sets
- `value`: validation, canonical form, size and order of values
- `json_in_pieces`, `disposal`: decode and free large values with pauses
- `stored_item`: the bytes of an item on disk
- `arn`: Amazon Resource Names
- `constraints`: what a member of a structure must be, as annotations of its type
- `structures`: the structures inside requests
- `echo`: values that an error repeats
"""
