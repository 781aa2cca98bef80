"""GetAccessKeyInfo: the account of an access key, whether or not the key exists."""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.sts.model.identity import (
    GET_ACCESS_KEY_INFO,
    GetAccessKeyInfoRequest,
    GetAccessKeyInfoResponse,
)
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.features.identity.unique_ids import account_in


def _check(request: GetAccessKeyInfoRequest) -> str:
    account_id = account_in(request["AccessKeyId"])
    if account_id is None:  # the text of the service is not recorded
        raise invalid("The access key ID is not valid.")
    return account_id


async def _run(account_id: str, context: Context) -> GetAccessKeyInfoResponse:
    return {"Account": account_id}


OPERATION: Final = Operation(
    "GetAccessKeyInfo",
    Access.READ,
    Plane.CONTROL,
    GET_ACCESS_KEY_INFO,
    _check,
    _run,
    account_wide("sts:GetAccessKeyInfo"),
)
