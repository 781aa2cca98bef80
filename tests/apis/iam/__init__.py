"""Tests of IAM, with boto3 over HTTP. Cases that name LocalStack were recorded on the service."""
