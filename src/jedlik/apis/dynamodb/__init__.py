"""The API of DynamoDB.

- `api`: its value, with all operations.
- `errors`: its errors.
- `resource`: the resource on which a request acts, for permissions.
- `model`: what requests may look like.
- `expressions`: the expressions of a request.
- `table_definition`: what CreateTable and UpdateTable check of keys and indexes.
- `page`: what Query and Scan share.
- `write_answer`: what single-item writes answer.
- `consumed_capacity`, `transaction_capacity`: how answers report consumed capacity.
- `statements`: PartiQL.
- `operations`: one file for each operation.
"""
