"""Condition operators, in reading order.

- `operator`: the record of an operator, and the test that it makes of one value of a policy.
- `strings`, `arns`, `ordered` (numbers and dates), `exact` (booleans and bytes), `networks`: one
  family of operators each.
- `condition`: applies an operator to the values of a key: prefixes, IfExists, absent keys, Null.
"""
