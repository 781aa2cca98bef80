"""Shapes: the types and constraints of the members of a request, and the errors of wrong requests.

A request is checked in two phases. The first checks the types of its JSON values: a wrong type is
answered by a SerializationException. The second checks the constraints on its members: all that do
not hold are answered by one ValidationException. The operation checks rules that concern several
members.

A shape is built from a declaration, which is a TypedDict whose members are annotated with
constraints (`core.types.constraints`, docs/adr/0020).

In reading order: `faults` (a constraint that does not hold, and its texts), `serialization` (the
texts of the first phase), `shape` (the interface of a shape), `scalars` and `structure` (the
shapes), `declaration` (from a declaration to a shape), `request` (from all faults to one answer),
`strict_request` (the check of a body that the service reads with a strict parser).
"""
