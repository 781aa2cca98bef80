"""The legacy parameters: what requests could say before there were expressions.

Each is checked with its own rules and texts, and becomes the nodes that expressions become, so that
`evaluate`, `update`, `project` and `key_condition` know no difference. Names here are whole names
of attributes: a dot or a bracket in them leads nowhere.

Expected, QueryFilter, ScanFilter and ConditionalOperator make a condition, KeyConditions clauses of
a key condition, AttributeUpdates an update, AttributesToGet a projection.

In reading order: `arguments`; `condition`, `key_conditions`; `update`; `projection`.

Sources: recorded answers, October 2026; dynalite's recorded tests; Alternator test_expected.py,
test_query_filter.py, test_key_conditions.py, test_item.py.
"""
