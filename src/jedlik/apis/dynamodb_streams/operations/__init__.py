"""The operations of the DynamoDB Streams API. Each has one file, named after the operation.

A client calls them in this order: `list_streams`, `describe_stream` for the shards of a stream,
`get_shard_iterator` for a position in a shard, and then `get_records` repeatedly, each time with
the iterator of the answer before.
"""
