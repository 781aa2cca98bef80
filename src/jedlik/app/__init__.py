"""The command `jedlik`: settings, processes, and the one place that puts the parts together.

`cli` reads the command line and makes the settings. For `jedlik serve`, `workers` prepares what all
processes share and starts them. Each worker makes its storage, its pipeline and its server with
`compose`, and answers requests until an event ends it (`worker`).

In reading order:

- `cli`: the command and its subcommands. `__main__` of the package `jedlik` calls it.
  `help_format`: how their help looks
- `environment`: variables that look like settings: those of Kubernetes, and misspelt ones
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
- `backup_commands`, `backup_tools`: `jedlik backup` and its actions: `backup_listing`,
  `backup_copies`, `backup_verification`, `backup_restore`; on an `offline_node`, and on
  `backup_places`
- `table_commands`, `transfers`: `jedlik dump` and `jedlik load`. `dump` scans; `load` writes what
  `load_data` makes of `data_files` and `item_lines`. `dynamodb_client` calls the `target_server`
  with `aws_credentials`; `table_description` makes a table like another one
- `move_commands`, `move`: `jedlik move`. `move_places` opens its two sides, `move_entries` copies
  and compares, `sealed_secrets` checks the key, `unfinished_moves` refuses to serve a part
- `progress`: the bar that long commands show
- `snapshots`: `jedlik snapshot` and `jedlik restore`
- `users`, `client`: `jedlik user`, and how it calls a server
- `local_server`: which server a command or an AWS tool calls, and with which credentials
- `accounts`: `jedlik account`
- `explain`: `jedlik explain`
- `import_errors`: `jedlik import-errors`
- `instance_source`, `instance_shell`: `jedlik instance shell`
"""
