"""The operations of the DynamoDB Streams API, one file each, named after the operation.

A reader calls `list_streams`, `describe_stream` for the shards, `get_shard_iterator` for a position
in each, and then `get_records` repeatedly, each time with the iterator of the answer before.
"""
