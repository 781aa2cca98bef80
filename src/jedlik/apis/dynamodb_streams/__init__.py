"""The API of DynamoDB Streams."""
