"""PartiQL statements, as ExecuteStatement, BatchExecuteStatement and ExecuteTransaction run them.

The operation passes a text and its parameters to `statement`, which returns a checked statement. A
statement that writes becomes the plan of a single-item write, which `engine.commit` executes. A
SELECT becomes the plan of a read of one key or of key ranges, which `engine.read` executes.

In reading order:

- `statement`: from a text to a checked statement, and to the plan of a write
- `from_clause`: the table or the index that a SELECT reads
- `next_token`: from the position of a page to a text, and back
- `select`: reads one page of a SELECT
"""
