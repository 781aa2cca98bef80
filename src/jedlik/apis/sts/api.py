"""The API of AWS Security Token Service as a value."""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation
from jedlik.apis.sts.model.errors import ERRORS
from jedlik.engine.context import Context
from jedlik.wire.query_xml import QUERY

# A test compares the names with `built`.
_NAMES: Final = (
    "AssumeRole",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetCallerIdentity",
    "GetFederationToken",
    "GetSessionToken",
)


def _load() -> Sequence[Operation]:
    from jedlik.apis.sts.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


def _any_resource(request: Mapping[str, object], context: Context) -> str:
    return "*"


STS: Final = Api(
    "STS",
    protocols=(QUERY,),
    target_prefix="https://sts.amazonaws.com/doc/2011-06-15/",
    signing_name="sts",
    iam_prefix="sts",
    errors=ERRORS,
    operations=Deferred(_NAMES, _load),
    resource_of=_any_resource,
)
