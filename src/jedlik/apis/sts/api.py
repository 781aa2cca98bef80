"""The API of AWS Security Token Service as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation
from jedlik.apis.sts.model.errors import ERRORS
from jedlik.wire.query_xml import QUERY

# A test compares the names with `built`.
_NAMES: Final = (
    "AssumeRole",
    "AssumeRoleWithWebIdentity",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetCallerIdentity",
    "GetFederationToken",
    "GetSessionToken",
)


def _load() -> Sequence[Operation]:
    from jedlik.apis.sts.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


STS: Final = Api(
    "STS",
    protocols=(QUERY,),
    target_prefix="https://sts.amazonaws.com/doc/2011-06-15/",
    signing_name="sts",
    iam_prefix="sts",
    errors=ERRORS,
    operations=(Deferred(_NAMES, _load),),
)
