"""The operations of Jedlik's own API. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.jedlik.operations import (
    explain_access,
    get_change_counts,
    get_instance_credentials,
    get_instance_metadata,
    get_item_history,
    list_import_errors,
    sign_in,
)

BUILT: Final[tuple[Operation, ...]] = (
    explain_access.OPERATION,
    get_change_counts.OPERATION,
    get_instance_credentials.OPERATION,
    get_instance_metadata.OPERATION,
    get_item_history.OPERATION,
    list_import_errors.OPERATION,
    sign_in.OPERATION,
)
