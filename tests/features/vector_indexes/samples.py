"""A table with vector indexes, for tests: vectors of three components in `embedding`."""

from typing import Any

from tests.engine.in_memory import Caller, definitions

SCHEMA = [
    {"AttributeName": "tenant", "SearchSchemaElementType": "HASH"},
    {"AttributeName": "kind", "SearchSchemaElementType": "INLINE_FILTER"},
]


def vector_index(name: str = "plain", **members: object) -> dict[str, object]:
    """Returns the definition of a vector index."""
    return {
        "IndexName": name,
        "VectorAttribute": {"AttributeName": "embedding"},
        "Dimensions": 3,
        "DistanceFunction": "COSINE",
        "Projection": {"ProjectionType": "ALL"},
        **members,
    }


def vector(*components: object) -> dict[str, Any]:
    """Returns a vector as an attribute value."""
    return {"L": [{"N": str(each)} for each in components]}


def vector_caller(*indexes: dict[str, object], delay_ms: int = 0) -> Caller:
    """Returns a caller with the table `music` and these indexes, or `plain` if none is given."""
    caller = Caller(delay_ms=delay_ms)
    names = ["pk"]
    if any("SearchSchema" in each for each in indexes):
        names += ["tenant", "kind"]
    caller.create(
        AttributeDefinitions=definitions(*names), VectorIndexes=list(indexes) or [vector_index()]
    )
    return caller


def put(caller: Caller, pk: str, **attributes: object) -> dict[str, Any]:
    """Puts an item. Returns the capacity that it consumed."""
    answer = caller.call(
        "PutItem",
        TableName="music",
        Item={"pk": {"S": pk}, **attributes},
        ReturnConsumedCapacity="INDEXES",
    )
    consumed: dict[str, Any] = answer["ConsumedCapacity"]
    return consumed


def search(
    caller: Caller, query: dict[str, Any], index: str = "plain", top_k: int = 10, **members: object
) -> list[dict[str, Any]]:
    """Returns the results of a search."""
    results: list[dict[str, Any]] = caller.call(
        "SearchVectors",
        TableName="music",
        IndexName=index,
        SearchVector=query["L"],
        TopK=top_k,
        **members,
    )["SearchResults"]
    return results


def found(results: list[dict[str, Any]]) -> list[str]:
    """Returns the keys of search results, in order."""
    return [each["Item"]["pk"]["S"] for each in results]
