"""The operations of IAM that Jedlik has. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation

BUILT: Final[tuple[Operation, ...]] = ()
