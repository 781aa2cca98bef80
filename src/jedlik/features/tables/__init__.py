"""Tables: their names, their settings, and the one way to create, change and delete them.

A request names a table. An operation on items gets the loaded table from `name`. An operation on
tables passes a function to `change`. In one transaction, `change` reads the record of the table,
calls the function to change it, calls the hooks of all features to derive further writes, and
writes everything. Then `description` makes the answer from the record. The job `erasure` erases
later what all features have stored for a deleted table.

In reading order: `name` (from a name or an ARN to a table), `settings` (rules that creation and
update share), `change`, `update` (one function for each setting), `throughput` (of tables and of
their indexes), `description`, `tags`, `erasure`, `verify`, `feature`.
"""
