"""The API of Jedlik itself as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Checked, Deferred, Operation, Permissions
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.errors import Row, errors_with
from jedlik.engine.table import Table
from jedlik.wire.json_1_0 import JSON_1_0

_NAMESPACE: Final = "dev.jedlik"
# A test compares the names with `built`.
_NAMES: Final = (
    *("ExplainAccess", "GetChangeCounts", "GetInstanceCredentials", "GetInstanceMetadata"),
    *("GetItemHistory", "ListImportErrors", "SignIn"),
)


def _load() -> Sequence[Operation]:
    from jedlik.apis.jedlik.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


def _condition_keys(
    checked: Checked, authorization: Authorization, table: Table | None
) -> ConditionKeys:
    from jedlik.apis.jedlik.table_keys import condition_keys  # noqa: PLC0415  (as above)

    return condition_keys(checked, authorization, table)


JEDLIK: Final = Api(
    "Jedlik",
    protocols=(JSON_1_0,),
    target_prefix="Jedlik_20261130",
    signing_name="jedlik",
    iam_prefix="jedlik",
    errors=errors_with(
        Row("ConcurrentModification", 409, _NAMESPACE, True),
        Row("ImportNotFoundException", 400, _NAMESPACE, False),
        Row("InvalidInput", 400, _NAMESPACE, False),
        Row("InvalidInstanceID.Malformed", 400, _NAMESPACE, False),
        Row("InvalidInstanceID.NotFound", 400, _NAMESPACE, False),
        Row("MalformedPolicyDocument", 400, _NAMESPACE, False),
        Row("NoSuchEntity", 400, _NAMESPACE, False),
        Row("PasswordPolicyViolation", 400, _NAMESPACE, False),
        Row("PasswordResetRequired", 400, _NAMESPACE, False),
        Row("PointInTimeRecoveryUnavailableException", 400, _NAMESPACE, False),
        Row("ResourceNotFoundException", 400, _NAMESPACE, False),
    ),
    operations=Deferred(_NAMES, _load),
    permissions=Permissions(_condition_keys),
)
