"""The operations of STS that Jedlik has. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.sts.operations import (
    assume_role,
    assume_role_with_web_identity,
    decode_authorization_message,
    get_access_key_info,
    get_caller_identity,
    get_federation_token,
    get_session_token,
)

BUILT: Final[tuple[Operation, ...]] = (
    assume_role.OPERATION,
    assume_role_with_web_identity.OPERATION,
    decode_authorization_message.OPERATION,
    get_access_key_info.OPERATION,
    get_caller_identity.OPERATION,
    get_federation_token.OPERATION,
    get_session_token.OPERATION,
)
