"""DescribeKeyPairs: key pairs, by names, ids or filters."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.key_pairs import (
    DESCRIBE_KEY_PAIRS,
    DescribeKeyPairsRequest,
    DescribeKeyPairsResponse,
    KeyPairInfo,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.shown import key_pair_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.key_pairs import key_pairs_of
from jedlik.features.instances.records import KeyPairRecord, Place
from jedlik.features.instances.refusals import no_key_pair

# Source: API Reference, DescribeKeyPairs.
_FILTERS: Final[Mapping[str, Values[KeyPairRecord]]] = {
    "fingerprint": of(lambda found: found["Fingerprint"]),
    "key-name": of(lambda found: found["Name"]),
    "key-pair-id": of(lambda found: found["Id"]),
}


async def _run(
    request: DescribeKeyPairsRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeKeyPairsResponse:
    found = list((await key_pairs_of(transaction, place))["Pairs"].values())
    names, ids = request.get("KeyNames"), request.get("KeyPairIds")
    if names or ids:
        by_any = {each["Name"]: each for each in found} if names else {}
        by_any.update({each["Id"]: each for each in found} if ids else {})
        for each in [*(names or []), *(ids or [])]:
            if each not in by_any:
                raise no_key_pair(each)
        wanted = {*(names or []), *(ids or [])}
        found = [each for each in found if each["Name"] in wanted or each["Id"] in wanted]
    passed = filtered(found, request.get("Filters", []), _FILTERS, lambda each: each["Tags"])
    with_key = request.get("IncludePublicKey", False)
    return {"KeyPairs": [_shown(each, with_key=with_key) for each in passed]}


def _shown(record: KeyPairRecord, *, with_key: bool) -> KeyPairInfo:
    shown = key_pair_shown(record)
    if with_key:
        shown["PublicKey"] = f"{record['PublicKey']} {record['Name']}"
    return shown


OPERATION: Final = ec2_operation(
    "DescribeKeyPairs",
    Access.READ,
    DESCRIBE_KEY_PAIRS,
    account_wide("ec2:DescribeKeyPairs"),
    _run,
)
