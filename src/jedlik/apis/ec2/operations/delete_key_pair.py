"""DeleteKeyPair: deletes a key pair. It succeeds if there is none, as on the service."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.key_pairs import (
    DELETE_KEY_PAIR,
    DeleteKeyPairRequest,
    DeleteKeyPairResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_key_pair
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.key_pairs import delete_key_pair
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal


async def _run(
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


OPERATION: Final = ec2_operation(
    "DeleteKeyPair", Access.WRITE, DELETE_KEY_PAIR, on_key_pair("ec2:DeleteKeyPair"), _run
)
