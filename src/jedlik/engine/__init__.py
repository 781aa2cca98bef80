"""The mechanisms that every feature uses and none of them owns.

A write is a plan that `commit` executes in one transaction, together with what the participants of
its table derive. A read is a plan that `read` executes page by page. Tables are loaded by name from
the catalog, with the parts that features have in them. The engine awaits the storage and the clock
and schedules nothing itself.

Files, in reading order; each imports earlier ones only: `meter` (capacity units), `participant`
(what a feature adds to the commit of an item), `table_record` (a table as stored), `table_state`
(its states and transitions), `source` (what can be read by key), `table` (a table, loaded),
`change_log` (what changed, in order), `table_hooks` (what a feature adds to the life of tables),
`catalog` (tables by name), `context` (the node and the caller), `commit`, `read`, `jobs` (work in
the background, under leases), `verification` (`jedlik verify`), `feature` (the row of a feature).
"""
