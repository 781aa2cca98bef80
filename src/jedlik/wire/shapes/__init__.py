"""Shapes: what a request may look like, and what the service answers when it does not.

A request is checked in two phases. The types of its JSON values are first: a wrong one makes a
SerializationException. The constraints on its members are second: all that do not hold make one
ValidationException. Rules that concern several members are checked by the operation.

A shape is built from a declaration, a TypedDict whose members are annotated with constraints
(`core.types.constraints`, docs/adr/0020).

Modules, in reading order: `faults` (a constraint that does not hold), `serialization` (the texts of
the first phase), `shape` (what a shape does), `scalars` and `structure` (the shapes), `declaration`
(a declaration becomes a shape), `request` (all faults become one answer), `strict_request` (a body
that is read by a strict parser).
"""
