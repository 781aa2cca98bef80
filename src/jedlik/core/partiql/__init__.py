"""PartiQL statements, from text to the conditions and updates of `core.expressions`.

A statement's way through this package:

1. The text is parsed into terms: its syntax tree.
2. The terms are translated into a `Statement`, whose conditions and updates are nodes of
   `core.expressions`. The result depends on the text alone and is cached by it.
3. `bind` inserts the parameters of a request and checks the rules that need their values.
4. `key_ranges` finds the part of a table or index that a condition can select.

In reading order:

- `keywords`, `ion`, `tokens`: the lexer
- `terms`, `parse_term`, `parse_statement`: the syntax tree and its parsers
- `nodes`, `literals`, `translate_condition`, `translate_update`, `translate`: from terms to a
  statement
- `columns`: what a SELECT shows of an item
- `bind`, `key_branches`, `key_ranges`: what needs parameters or the key schema
"""
