"""DecodeAuthorizationMessage: why a request was refused, from the message that the caller got."""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.sts.model.identity import (
    DECODE_AUTHORIZATION_MESSAGE,
    DecodeAuthorizationMessageRequest,
    DecodeAuthorizationMessageResponse,
)
from jedlik.engine.context import Context
from jedlik.features.identity.messages import decode_message


def _check(request: DecodeAuthorizationMessageRequest) -> str:
    return request["EncodedMessage"]


async def _run(encoded: str, context: Context) -> DecodeAuthorizationMessageResponse:
    return {"DecodedMessage": decode_message(context.node.sealing, context.account_id, encoded)}


OPERATION: Final = Operation(
    "DecodeAuthorizationMessage",
    Access.READ,
    Plane.CONTROL,
    DECODE_AUTHORIZATION_MESSAGE,
    _check,
    _run,
    account_wide("sts:DecodeAuthorizationMessage"),
)
