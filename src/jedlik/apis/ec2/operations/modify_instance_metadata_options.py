"""ModifyInstanceMetadataOptions: how the metadata endpoint of an instance answers."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.instances import (
    MODIFY_INSTANCE_METADATA_OPTIONS,
    ModifyInstanceMetadataOptionsRequest,
    ModifyInstanceMetadataOptionsResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_instances
from jedlik.apis.ec2.settings import changed_options
from jedlik.apis.ec2.shown import options_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import instance_of, put_instance, state_of
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import ENDING


async def _run(
    request: ModifyInstanceMetadataOptionsRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> ModifyInstanceMetadataOptionsResponse:
    record = await instance_of(transaction, place, request["InstanceId"])
    state = state_of(context.node, record)
    if state in ENDING:
        text = f"The instance '{record['Id']}' is not in a state from which it can be modified."
        raise refusal("IncorrectInstanceState", text)
    record["Endpoint"] = changed_options(record["Endpoint"], request)
    put_instance(transaction, place, record)
    shown = options_shown(record, state)
    # The service shows `pending` in this answer, and `applied` a moment later.
    shown["State"] = "pending"
    return {"InstanceId": record["Id"], "InstanceMetadataOptions": shown}


OPERATION: Final = ec2_operation(
    "ModifyInstanceMetadataOptions",
    Access.WRITE,
    MODIFY_INSTANCE_METADATA_OPTIONS,
    on_instances("ec2:ModifyInstanceMetadataOptions"),
    _run,
)
