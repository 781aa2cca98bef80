"""ImportKeyPair: stores a public key of the client."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.key_pairs import (
    IMPORT_KEY_PAIR,
    ImportKeyPairRequest,
    ImportKeyPairResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_key_pair
from jedlik.apis.ec2.settings import tags_for
from jedlik.apis.ec2.shown import tag_list
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.key_pairs import add_key_pair, imported_key
from jedlik.features.instances.records import Place


async def _run(
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


OPERATION: Final = ec2_operation(
    "ImportKeyPair", Access.WRITE, IMPORT_KEY_PAIR, on_key_pair("ec2:ImportKeyPair"), _run
)
