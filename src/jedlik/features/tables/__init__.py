"""Tables: their names, their settings, and the one way to create, change and delete them.

A request names a table. An operation on items asks `name` for the loaded table. An operation on
tables hands a function to `change`, which reads the record, lets the function change it, asks the
hooks of all features what follows, and writes everything in one transaction. Then `description`
shows the record. Of a deleted table, `erasure` erases later what all features stored.

In reading order: `name` (from a name or an ARN to a table), `settings` (rules that creation and
update share), `change`, `update` (one function for each setting), `throughput` (of tables and of
their indexes), `description`, `tags`, `erasure`, `verify`, `feature`.
"""
