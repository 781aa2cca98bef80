"""The legacy parameters: what requests used before there were expressions.

Each is checked by its own rules, with its own error texts, and becomes the same nodes that an
expression becomes. So `evaluate`, `update`, `project` and `key_condition` treat both alike. A name
in a legacy parameter is always the whole name of an attribute: dots and brackets in it are ordinary
characters.

- Expected, QueryFilter, ScanFilter and ConditionalOperator become a condition.
- KeyConditions become clauses of a key condition.
- AttributeUpdates become an update.
- AttributesToGet becomes a projection.

In reading order: `arguments` (rules that they share); `condition`, `key_conditions`; `update`;
`projection`.

Sources: recorded answers, October 2026; dynalite's recorded tests; Alternator test_expected.py,
test_query_filter.py, test_key_conditions.py, test_item.py.
"""
