"""The API of DynamoDB Streams.

- `api`: its value, with all operations.
- `model`: what requests may look like.
- `shard_iterator`: a position in a shard as clients pass it around.
- `operations`: one file for each operation.
"""
