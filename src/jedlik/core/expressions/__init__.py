"""The expression language: conditions, updates and projections.

A request's way through this package:

1. A parser turns each text into nodes. The result depends on the text alone and is cached by it.
2. The request's ExpressionAttributeNames and ExpressionAttributeValues become one `Substitutions`.
   It resolves each parsed expression: it replaces every `#name` and `:value` and checks every rule
   that needs no item.
3. `evaluate`, `update` and `project` take the resolved nodes and an item. They return whether the
   condition holds, the new item, or the chosen parts of the item.

In reading order:

- `nodes`: what parsers produce
- `tokens`, `reserved_words`, `check_text`: the lexer, and the rules of the text alone
- `parse_condition`, `parse_update`, `parse_projection`: the parsers
- `check_paths`, `check_operands`, `resolve`: the rules that need the request's names and values
- `evaluate`, `project`, `update`: what needs an item
- `attribute_names`, `key_paths`, `update_charge`: what a resolved expression reads, which of its
  paths are refused, and what an update is charged for
- `parse_key_condition`: the restricted conditions of Query
- `legacy`: the parameters that are older than expressions
"""
