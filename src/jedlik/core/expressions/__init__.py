"""Expressions: conditions, updates and projections, from text to effect.

A text is parsed into nodes, cached by its text. A request makes one `Substitutions` of its names
and values and resolves each parse with it, which applies every rule that needs no item; `evaluate`,
`update` and `project` then take resolved nodes and an item.

In reading order: `nodes`; `tokens`, `reserved_words`, `check_text`; `parse_condition`,
`parse_update`, `parse_projection`; `check_paths`, `check_operands`, `resolve`; `evaluate`,
`attribute_names`, `key_paths`, `project`, `update`, `update_charge`; `parse_key_condition`;
`legacy`.
"""
