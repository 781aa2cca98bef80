"""PartiQL statements, as ExecuteStatement, BatchExecuteStatement and ExecuteTransaction run them.

The operation passes a text and its parameters to `statement`, which returns a checked statement. A
statement that writes becomes the plan of a single-item write. A SELECT becomes the plan of a read:
`from_clause` finds the table or the index, and `select` finds the key ranges and reads one page.
`next_token` encodes the position at which the next page begins.

In reading order: `statement`, `from_clause`, `next_token`, `select`.
"""
