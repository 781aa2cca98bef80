"""The command `jedlik`: settings, processes, and the one place that puts the parts together.

`cli` reads the command line and makes the settings. For `jedlik serve`, `workers` prepares what all
processes share and starts them. Each worker makes its storage, its pipeline and its server with
`compose`, and answers requests until an event ends it (`worker`).

In reading order:

- `cli`: the command and its subcommands. `__main__` of the package `jedlik` calls it.
- `settings`: the table from which flags, variables and the settings file are derived
- `memory_limit`: how much memory a worker may use, and for what
- `encryption_key`, `credentials`, `certificate`, `development_certificate`: the secrets that a
  server needs before it starts
- `web_identity_keys`: the public keys of issuers of web identities
- `buckets`: the buckets of exports and imports
- `life_cycle`: the states of the processes of a server
- `workers`, `listening`, `server_name`: the server, its sockets, and the name by which its workers
  share a data folder
- `parent`, `process_state`: the process that starts, replaces and stops workers
- `opened`: what opening a storage gives. `database`: the database of `--store`
- `worker`: the life of a worker, and what ends it
- `compose`: the parts of one worker. `console`: its web console
- `log_writer`, `descriptor_watch`, `standard_error`: the access log, and messages for the operator
- `verification`: `jedlik verify`
- `snapshots`: `jedlik snapshot` and `jedlik restore`
- `users`, `client`: `jedlik user`, and how it calls a server
- `accounts`: `jedlik account`
- `explain`: `jedlik explain`
- `instance_source`, `instance_shell`: `jedlik instance shell`
"""
