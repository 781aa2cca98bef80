"""GetChangeCounts: how many items of a table changed in each period of a window of time.

Whoever restores a table to a second sees when something happened. The answer has no key and no
value. Its permission is one of its own: `jedlik:GetChangeCounts` on the table.
"""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.jedlik.log_token import log_place_in_token, log_place_to_token
from jedlik.apis.jedlik.model import (
    GET_CHANGE_COUNTS,
    GetChangeCountsRequest,
    GetChangeCountsResponse,
)
from jedlik.core.errors import invalid
from jedlik.core.keys.position import position_ms
from jedlik.engine.context import Context
from jedlik.features.history.change_counts import Periods, change_counts
from jedlik.features.tables.name import table_of

_PERIODS_MAX: Final = 1_440


class _Checked(NamedTuple):
    """A request and its periods."""

    request: GetChangeCountsRequest
    periods: Periods


def _check(request: GetChangeCountsRequest) -> _Checked:
    periods = Periods(request["FromTime"], request["ToTime"], request["Period"])
    seconds = periods.until_s - periods.from_s
    if seconds <= 0:
        raise invalid("FromTime must be before ToTime")
    if seconds > _PERIODS_MAX * periods.length_s:
        raise invalid(f"The window must have at most {_PERIODS_MAX} periods")
    return _Checked(request, periods)


async def _run(checked: _Checked, context: Context) -> GetChangeCountsResponse:
    request = checked.request
    table = await table_of(context, request["TableName"])
    purpose = f"change counts {table.id} {tuple(checked.periods)}"
    token = request.get("NextToken")
    start = None if token is None else log_place_in_token(token, purpose)
    found = await change_counts(context.node, table, checked.periods, start)
    answer: GetChangeCountsResponse = {
        "Counts": [
            {
                "StartTime": each.start_s,
                "Created": each.created,
                "Modified": each.modified,
                "Deleted": each.deleted,
            }
            for each in found.counts
        ],
        "BeginsAt": position_ms(found.begins) / 1000,
        "ScannedCount": found.scanned,
    }
    if found.following is not None:
        answer["NextToken"] = log_place_to_token(found.following, purpose)
    return answer


OPERATION: Final = Operation(
    "GetChangeCounts",
    Access.READ,
    Plane.DATA,
    GET_CHANGE_COUNTS,
    _check,
    _run,
    TableRule("jedlik:GetChangeCounts"),
)
