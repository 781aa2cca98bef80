"""The API of DynamoDB Streams: clients read the changes of a table from its stream.

A client lists streams, describes a stream to find its shards, gets an iterator for a shard, and
reads records with it. An iterator is the position of the next record, as a text. The package
`features.streams` and the module `engine.change_log` store streams and records. The errors are
those of `apis.dynamodb`.

In reading order:

- `model`: the shapes of requests
- `shard_iterator`: from a position in a shard to its text, and back
- `operations`: one file for each operation
- `built`: all operations, loaded when one of them is called
- `api`: the API as a value
"""
