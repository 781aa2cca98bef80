"""CreateKeyPair: makes a key pair. The answer has the private key, which is stored nowhere.

The key is made before the transaction, on a thread: one of RSA takes 0.1 s.
"""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.ec2.model.key_pairs import (
    CREATE_KEY_PAIR,
    CreateKeyPairRequest,
    CreateKeyPairResponse,
)
from jedlik.apis.ec2.operation import refuse_dry_run
from jedlik.apis.ec2.rules import on_key_pair, place_of
from jedlik.apis.ec2.settings import tags_for
from jedlik.apis.ec2.shown import tag_list
from jedlik.concurrency import in_thread
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import transact
from jedlik.features.instances.key_pairs import add_key_pair, new_key
from jedlik.features.instances.refusals import invalid_value


def _check(request: CreateKeyPairRequest) -> CreateKeyPairRequest:
    if request.get("KeyFormat", "pem") != "pem":
        raise invalid_value("Only the key format pem is supported here.")
    return request


async def _run(request: CreateKeyPairRequest, context: Context) -> CreateKeyPairResponse:
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


OPERATION: Final = Operation(
    "CreateKeyPair",
    Access.WRITE,
    Plane.CONTROL,
    CREATE_KEY_PAIR,
    _check,
    _run,
    on_key_pair("ec2:CreateKeyPair"),
)
