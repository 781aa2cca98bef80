"""The operations of the DynamoDB Streams API, one file each, named after the operation.

A reader asks `list_streams`, `describe_stream` for the shards, `get_shard_iterator` for a place in
each, and then `get_records` again and again with the iterator of the answer before.
"""
