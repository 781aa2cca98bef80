"""Tables: the name of a request, the record it means, what may be set, how it is shown.

In reading order: `name` and `tagged_resource` (from a request to a table), `settings` (rules that
creation and updates share), `change` (the one way to change a record), `update` (what UpdateTable
makes of one), `throughput` (of tables and their indexes), `time_to_live` (the work that the setting
makes), `erasure`, `description`.
"""
