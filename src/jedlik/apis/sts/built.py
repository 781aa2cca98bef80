"""The operations of STS that Jedlik has. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.sts.operations import get_caller_identity

BUILT: Final[tuple[Operation, ...]] = (get_caller_identity.OPERATION,)
