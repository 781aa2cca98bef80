"""Jedlik: Amazon DynamoDB as software anyone can run.

A request flows downwards and its answer comes back the same way:

    app  ->  server  ->  engine  ->  storage.interface  ->  core

Read in this order: `core` (pure rules of the service), `storage` (ordered keys, five verbs),
`engine` (operations as plans over storage), `server` (HTTP edge and the stages of a request),
`app` (configuration and composition). `docs/adr/0001-layers.md` has the one dependency rule.
"""

__version__ = "0.1.0"
