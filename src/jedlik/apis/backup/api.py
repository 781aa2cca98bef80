"""The API of AWS Backup as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation
from jedlik.apis.backup.model.errors import ERRORS
from jedlik.apis.backup.model.routes import ROUTES
from jedlik.apis.errors import Row
from jedlik.wire.rest_json import RestJson

# What a transaction answers that others always came before: SDKs send the request again.
_CONFLICT: Final = "ConcurrentModification"


def _load() -> Sequence[Operation]:
    from jedlik.apis.backup.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


BACKUP_REST: Final = RestJson(ROUTES)

BACKUP: Final = Api(
    "Backup",
    protocols=(BACKUP_REST,),
    target_prefix="",
    signing_name="backup",
    iam_prefix="backup",
    errors={**ERRORS, _CONFLICT: Row("ThrottlingException", 429, "", True)},
    operations=(Deferred(list(ROUTES), _load),),
)
