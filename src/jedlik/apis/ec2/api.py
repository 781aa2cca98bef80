"""The API of Amazon EC2 as a value."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from jedlik.apis.api import Api, Checked, Deferred, Operation, Permissions
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.ec2.model.errors import ERRORS
from jedlik.apis.errors import Row
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.wire.ec2_query import EC2_QUERY

if TYPE_CHECKING:  # a server in open mode decides nothing
    from jedlik.core.iam.decision import Decision
    from jedlik.core.iam.request import Request

# What a transaction answers that others always came before: SDKs send the request again.
_CONFLICT: Final = "ConcurrentModification"
# A test compares the names with `built`.
_NAMES: Final = (
    *("AssociateIamInstanceProfile", "CreateKeyPair", "CreateTags", "DeleteKeyPair"),
    *("DeleteTags", "DescribeAccountAttributes", "DescribeAvailabilityZones"),
    *("DescribeIamInstanceProfileAssociations", "DescribeImages", "DescribeInstanceAttribute"),
    *("DescribeInstanceCreditSpecifications", "DescribeInstanceStatus", "DescribeInstanceTypes"),
    *("DescribeInstances", "DescribeKeyPairs", "DescribeRegions", "DescribeSecurityGroups"),
    *("DescribeSubnets", "DescribeTags", "DescribeVpcs", "DisassociateIamInstanceProfile"),
    *("ImportKeyPair", "ModifyInstanceAttribute", "ModifyInstanceMetadataOptions"),
    *("RebootInstances", "ReplaceIamInstanceProfileAssociation", "RunInstances"),
    *("StartInstances", "StopInstances", "TerminateInstances"),
)


def _load() -> Sequence[Operation]:
    from jedlik.apis.ec2.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


def _condition_keys(checked: Checked, needed: Authorization, table: Table | None) -> ConditionKeys:
    from jedlik.apis.ec2.condition_keys import condition_keys  # noqa: PLC0415  (as above)

    return condition_keys(checked, needed, table)


def _denial(context: Context, request: "Request", decision: "Decision") -> str:
    from jedlik.apis.ec2.denial import denial  # noqa: PLC0415  (as above)

    return denial(context, request, decision)


EC2: Final = Api(
    "EC2",
    protocols=(EC2_QUERY,),
    target_prefix="http://ec2.amazonaws.com/doc/2016-11-15",
    signing_name="ec2",
    iam_prefix="ec2",
    errors={**ERRORS, _CONFLICT: Row("RequestLimitExceeded", 503, "", True)},
    operations=(Deferred(_NAMES, _load),),
    permissions=Permissions(_condition_keys, denial=_denial),
)
