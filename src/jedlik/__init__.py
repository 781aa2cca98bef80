"""Jedlik: Amazon DynamoDB as software that anyone can run.

A request comes in at the edge and passes the stages of the pipeline. One of them runs an operation
of an API. The operation makes a plan from the request and executes it with the engine, over a
storage. Features (tables, items, indexes, streams, time to live, transactions, identities) add
their own writes to those of the operation. The answer goes back the same way. Imports point in one
direction only:

    app -> edge, pipeline -> apis -> features -> engine -> storage.interface -> core

`wire` (protocols, shapes of requests, HTTP messages) imports `core` alone and is used by `apis`,
`pipeline` and `edge`.

Read in this order:

- `turns`: long work and other requests take turns in the event loop
- `concurrency`: threads, and work that several requests share
- `core`: the rules of the service as pure functions of values
- `storage`: ordered keys and five verbs; a SQLite file, memory, or a PostgreSQL database
- `buckets`: objects under keys, in a folder or on an S3 server
- `engine`: the mechanisms that all features use: commit, read, catalog, jobs, change log
- `features`: one package for each capability, all of the same shape
- `wire`: protocols, shapes and HTTP messages as values
- `apis`: one package for each API of AWS: its requests, errors and operations
- `pipeline`: the stages of a request, from recognising its API to encoding its answer
- `edge`: connections and HTTP/1.1
- `console`: the built files of the web console
- `app`: settings, composition, processes, the command line

docs/adr/0001-layers.md explains the rule. CONTRIBUTING.md follows two requests through the code.
"""

__version__ = "0.1.0"
