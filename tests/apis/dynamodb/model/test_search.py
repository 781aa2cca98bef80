"""The request of SearchVectors: what its strict parser expects, in which order."""

import pytest

from jedlik.apis.dynamodb.model.search import SEARCH_VECTORS
from jedlik.core.errors import Reject

SOUND = {"TableName": "table", "IndexName": "index", "SearchVector": [{"N": "1"}], "TopK": 1}


def refusal(body: dict[str, object]) -> str:
    with pytest.raises(Reject) as reject:
        SEARCH_VECTORS.check(body)
    error = reject.value.error
    return str(error.fields.get("message", error.message))


def test_sound() -> None:
    assert SEARCH_VECTORS.check({**SOUND, "ReturnConsumedCapacity": "TOTAL"})["TopK"] == 1


def test_absent_members() -> None:
    body: dict[str, object] = {}
    for name, value in SOUND.items():
        assert refusal({**body}).startswith(f"missing field `{name}` at line 1 column ")
        body[name] = value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TableName", "a string"),
        ("IndexName", "a string"),
        ("SearchVector", "a sequence"),
        ("TopK", "i32"),
    ],
)
def test_null(name: str, expected: str) -> None:
    assert refusal({**SOUND, name: None}).startswith(f"invalid type: null, expected {expected} ")
