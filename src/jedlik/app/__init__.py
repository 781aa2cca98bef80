"""The composition root: settings, the command, and the one place that constructs.

`settings` (flag, environment, file, default) -> `cli` (the command) -> `workers` (processes) ->
`compose` (a node and its server in one process, `log_writer` beside it). `credentials` keeps the
root key pair, `encryption_key` finds the key of the data file, `certificate` that of TLS.
`verification` is `jedlik verify`.
"""
