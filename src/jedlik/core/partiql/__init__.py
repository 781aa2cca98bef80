"""PartiQL: statements, from text to the conditions and updates of `core.expressions`.

A text is read into terms and translated once, cached by the text; `bind` puts the parameters of a
request in and applies the rules that need their values; `key_ranges` finds what of a table or index
a condition can select.

In reading order: `keywords`, `tokens`, `terms`, `parse_term`, `parse_statement`; `nodes`,
`literals`, `translate_condition`, `translate_update`, `translate`; `bind`, `key_ranges`.
"""
