"""The command `jedlik`: settings, processes, and the one place that puts the parts together.

Read in this order:

- `__main__` of the package, then `cli`: the command and its subcommands.
- `settings`: a table from which flags, variables and the settings file derive. `encryption_key`,
  `credentials`, `certificate` and `development_certificate`: what a server needs before it starts.
- `life_cycle`: the states of the processes. `workers`: the server. `listening`: its sockets.
  `server_name`: how its workers are known. `parent`: the process that starts, replaces and stops
  workers. `worker`: what ends a worker.
- `compose`: the parts of one worker. `log_writer`: the access log. `descriptor_watch`,
  `standard_error`: what the operator reads.
- `verification`: `jedlik verify`.
"""
