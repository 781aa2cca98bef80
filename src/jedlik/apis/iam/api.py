"""The API of AWS Identity and Access Management as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation
from jedlik.apis.iam.model.errors import ERRORS
from jedlik.wire.query_xml import QUERY

# A test compares the names with `built`.
_NAMES: Final[Sequence[str]] = ()


def _load() -> Sequence[Operation]:
    from jedlik.apis.iam.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


IAM: Final = Api(
    "IAM",
    protocols=(QUERY,),
    target_prefix="https://iam.amazonaws.com/doc/2010-05-08/",
    signing_name="iam",
    iam_prefix="iam",
    errors=ERRORS,
    operations=Deferred(_NAMES, _load),
)
