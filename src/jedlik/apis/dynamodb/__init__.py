"""The API of DynamoDB."""
