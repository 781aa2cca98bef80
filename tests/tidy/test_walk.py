"""The way of two requests through the code stays short.

At commit 82ed43e, counted in the same way, PutItem had 71 changes of file, 42 of them returns to a
file that was left before, and Query 111 and 76. More than half of a Query's are the reading of
expressions. Tables under a key added two stops to both, long numbers and lists five to Query, and
`make_key` one to each. An index that another node has built added one to Query, and tables whose
reads are not charged by stored sizes three to the execution of its plan and two around it.
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
        ([(_PUT_ITEM, "check"), (_PUT_ITEM, "run")], (), (58, 31)),
        ([(_QUERY, "check"), (_PAGE, "run_page")], (READ, ANSWER), (96, 55)),
        ([READ], (), (26, 12)),
        ([ANSWER], (), (1, 0)),
    ],
)
def test_the_way_of_a_request_is_short(
    starts: list[Place], without: tuple[Place, ...], bounds: tuple[int, int]
) -> None:
    assert {*starts, *without} <= places().keys()
    entered = way(*starts, without=without)
    stops, returns = stops_and_returns(entered)
    assert stops <= bounds[0], entered
    assert returns <= bounds[1], entered
