"""The mechanisms that every feature uses and none of them owns.

An operation asks the catalog for a table by name. The catalog loads the table with its
participants: objects of the features that the table uses, such as its secondary indexes. The
operation then makes a plan. `commit` executes a plan of a write in one transaction: it reads the
stored item, the plan decides the change, each participant derives further writes from the change,
and all are written together. `read` executes the plan of a read, one page at a time. The engine
awaits only the storage and the clock. It starts no tasks.

In reading order. Each file imports only earlier ones.

- `meter`: the capacity units that a request consumes
- `participant`: what a feature adds to the commit of an item
- `table_record`, `table_state`: a table as stored, its states and their transitions
- `data_keys`: the interface that opens the data keys of encrypted tables
- `source`: what can be read by key
- `table`: a loaded table
- `change_log`: the changes of a table, in order
- `log_partitions`: the partitions of the change log that a table has open
- `table_hooks`: what a feature adds to the life of tables
- `catalog`: tables by name
- `sealing`: encrypts secrets and derives keys, from the one sealing key of a server
- `context`: the node and the caller of a request
- `commit`, `read`: the one way to write, and the one way to read
- `setbacks`, `jobs`: work in the background, under leases, and what happens if a piece of it fails
- `deferred_jobs`: jobs whose modules are loaded when there is work for them
- `breaks`: how jobs give way to clients
- `pace`: how large the commits of work in the background are
- `work_records`: the records of work on tables, and those that cannot be read
- `verification`: the checks of `jedlik verify`
- `feature`: the row of a feature
"""
