"""The condition keys of DynamoDB: what a policy may ask about the items of a request.

A key is computed when a policy asks for it. Its values are those of all parts of the request that
need the same authorization.

Sources: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
DynamoDB"; Developer Guide, "Using IAM policy conditions for fine-grained access control" and "IAM
security policies with PartiQL for DynamoDB".

In reading order:

- `attributes`: the attributes that a part of a request names
- `leading_keys`: the values of the partition key that it addresses
- `keys`: which actions have which keys, and their values
"""
