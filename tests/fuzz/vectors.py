"""Valid requests about vectors, which the fuzz test changes: a table, and searches of it."""

from typing import Any

from tests.engine.in_memory import definitions, table
from tests.features.vector_indexes.samples import SCHEMA, vector, vector_index

VECTOR_TABLE: dict[str, Any] = {
    **table("vectors"),
    "AttributeDefinitions": definitions("pk", "tenant", "kind"),
    "VectorIndexes": [vector_index(), vector_index("schema", SearchSchema=SCHEMA)],
}
ON_INDEX = {"TableName": "vectors", "SearchVector": vector(1, 0, 0)["L"], "TopK": 3}
SEARCHES: list[dict[str, Any]] = [
    {**ON_INDEX, "IndexName": "plain", "ProjectionExpression": "pk, embedding"},
    {
        **ON_INDEX,
        "IndexName": "schema",
        "SearchConditionExpression": "tenant = :t AND #k = :t",
        "ExpressionAttributeNames": {"#k": "kind"},
        "ExpressionAttributeValues": {":t": {"S": "t"}},
        "ReturnConsumedCapacity": "TOTAL",
    },
]
