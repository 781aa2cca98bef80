"""The way of two requests through the code stays short.

At commit 82ed43e, counted in the same way, PutItem had 115 changes of file, 76 of them returns to
a file that was left before. Query had 113 and 78, the reading of items and the answer included,
which are counted on their own here. More than half of a Query's are the checks of values and the
reading of expressions, with the older parameters (QueryFilter) among them.
"""

import pytest

from tests.tidy.walk import Place, places, stops_and_returns, way

_PUT_ITEM = "jedlik.apis.dynamodb.operations.put_item"
_QUERY = "jedlik.apis.dynamodb.operations.query"
_PAGE = "jedlik.apis.dynamodb.page"
READ = ("jedlik.engine.read", "read")
ANSWER = (_PAGE, "page_answer")


@pytest.mark.parametrize(
    ("starts", "without", "bounds"),
    [
        ([(_PUT_ITEM, "check"), (_PUT_ITEM, "run")], (), (114, 73)),
        ([(_QUERY, "check"), (_PAGE, "run_page")], (READ, ANSWER), (104, 60)),
        ([READ], (), (24, 11)),
        ([ANSWER], (), (1, 0)),
    ],
)
def test_the_way_of_a_request_is_short(
    starts: list[Place], without: tuple[Place, ...], bounds: tuple[int, int]
) -> None:
    assert {*starts, *without} <= places().keys()
    entered = way(*starts, without=without)
    stops, returns = stops_and_returns(entered)
    # Equal, so that a way that ends at a call which the count cannot follow fails too.
    assert (stops, returns) == bounds, entered
