"""The operations on key pairs.

CreateKeyPair returns the private key, which is stored nowhere. The key is made before the
transaction, on a thread: one of RSA takes 0.1 s. DeleteKeyPair succeeds if there is none, as on the
service.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.key_pairs import (
    CREATE_KEY_PAIR,
    DELETE_KEY_PAIR,
    DESCRIBE_KEY_PAIRS,
    IMPORT_KEY_PAIR,
    CreateKeyPairRequest,
    CreateKeyPairResponse,
    DeleteKeyPairRequest,
    DeleteKeyPairResponse,
    DescribeKeyPairsRequest,
    DescribeKeyPairsResponse,
    ImportKeyPairRequest,
    ImportKeyPairResponse,
    KeyPairInfo,
)
from jedlik.apis.ec2.operation import ec2_operation, refuse_dry_run
from jedlik.apis.ec2.rules import on_key_pair, place_of
from jedlik.apis.ec2.settings import tags_for
from jedlik.apis.ec2.shown import key_pair_shown, tag_list
from jedlik.concurrency import in_thread
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.instances.key_pairs import (
    add_key_pair,
    delete_key_pair,
    imported_key,
    key_pairs_of,
    new_key,
)
from jedlik.features.instances.records import KeyPairRecord, Place
from jedlik.features.instances.refusals import invalid_value, no_key_pair, refusal


def _check(request: CreateKeyPairRequest) -> CreateKeyPairRequest:
    if request.get("KeyFormat", "pem") != "pem":
        raise invalid_value("Only the key format pem is supported here.")
    return request


async def _create_key_pair(
    request: CreateKeyPairRequest, context: Context
) -> CreateKeyPairResponse:
    refuse_dry_run(request)
    kind = request.get("KeyType", "rsa")
    tags = tags_for("key-pair", request)
    place = place_of(context)
    key = await in_thread(lambda: new_key(kind))
    record = await transact(
        context.node,
        lambda transaction: add_key_pair(transaction, place, request["KeyName"], key, tags),
        raises_epoch=False,
    )
    return {
        "KeyPairId": record["Id"],
        "Tags": tag_list(tags),
        "KeyName": record["Name"],
        "KeyFingerprint": record["Fingerprint"],
        "KeyMaterial": key.private.rstrip("\n"),
    }


async def _import_key_pair(
    request: ImportKeyPairRequest, context: Context, transaction: Transaction, place: Place
) -> ImportKeyPairResponse:
    key = imported_key(request["PublicKeyMaterial"])
    tags = tags_for("key-pair", request)
    record = await add_key_pair(transaction, place, request["KeyName"], key, tags)
    return {
        "KeyFingerprint": record["Fingerprint"],
        "KeyName": record["Name"],
        "KeyPairId": record["Id"],
        "Tags": tag_list(tags),
    }


# Source: API Reference, DescribeKeyPairs.
_KEY_PAIRS_FILTERS: Final[Mapping[str, Values[KeyPairRecord]]] = {
    "fingerprint": of(lambda found: found["Fingerprint"]),
    "key-name": of(lambda found: found["Name"]),
    "key-pair-id": of(lambda found: found["Id"]),
}


async def _describe_key_pairs(
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
    passed = filtered(
        found, request.get("Filters", []), _KEY_PAIRS_FILTERS, lambda each: each["Tags"]
    )
    with_key = request.get("IncludePublicKey", False)
    return {"KeyPairs": [_key_pair_shown(each, with_key=with_key) for each in passed]}


def _key_pair_shown(record: KeyPairRecord, *, with_key: bool) -> KeyPairInfo:
    shown = key_pair_shown(record)
    if with_key:
        shown["PublicKey"] = f"{record['PublicKey']} {record['Name']}"
    return shown


async def _delete_key_pair(
    request: DeleteKeyPairRequest, context: Context, transaction: Transaction, place: Place
) -> DeleteKeyPairResponse:
    name, key_pair_id = request.get("KeyName"), request.get("KeyPairId")
    if name is None and key_pair_id is None:
        text = "The request must contain the parameter KeyName or KeyPairId"
        raise refusal("MissingParameter", text)
    deleted = await delete_key_pair(transaction, place, name, key_pair_id)
    if deleted is None:
        return {"Return": True}
    return {"Return": True, "KeyPairId": deleted["Id"]}


OPERATIONS: Final = (
    Operation(
        "CreateKeyPair",
        Access.WRITE,
        Plane.CONTROL,
        CREATE_KEY_PAIR,
        _check,
        _create_key_pair,
        on_key_pair("ec2:CreateKeyPair"),
    ),
    ec2_operation(
        "ImportKeyPair",
        Access.WRITE,
        IMPORT_KEY_PAIR,
        on_key_pair("ec2:ImportKeyPair"),
        _import_key_pair,
    ),
    ec2_operation(
        "DescribeKeyPairs",
        Access.READ,
        DESCRIBE_KEY_PAIRS,
        account_wide("ec2:DescribeKeyPairs"),
        _describe_key_pairs,
    ),
    ec2_operation(
        "DeleteKeyPair",
        Access.WRITE,
        DELETE_KEY_PAIR,
        on_key_pair("ec2:DeleteKeyPair"),
        _delete_key_pair,
    ),
)
