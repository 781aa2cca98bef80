"""Shapes: the types and constraints of the members of a request, and the errors of wrong requests.

A request is declared as a TypedDict whose members are annotated with constraints
(`core.types.constraints`, docs/adr/0020). From the declaration a shape is built for each member,
and a check for the whole request. The check has two phases:

1. It checks the types of the JSON values. The first wrong type is answered by a
   SerializationException.
2. It checks the constraints on the members. All that do not hold are answered by one
   ValidationException.

Rules that concern several members are checked later, by the operation.

In reading order:

- `faults`: a constraint that does not hold, and its sentences
- `serialization`: the errors of the first phase
- `shape`: the interface of a shape
- `scalars`, `structure`: the shapes
- `attribute_value`: the shapes of attribute values
- `declaration`: from a declaration to a shape
- `request`: the check of a request, and one answer for all its faults
- `query_request`: the model of an operation of a query API
- `json_request`: the model of an operation of a companion API in JSON
- `strict_request`: the check of a body that the service reads with a strict parser
"""
