"""RunInstances: makes instances."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.instances import (
    RUN_INSTANCES,
    RunInstancesRequest,
    RunInstancesResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import run_instances
from jedlik.apis.ec2.settings import digest_of, settings_of
from jedlik.apis.ec2.shown import reservations_shown, state_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import profile_named
from jedlik.features.instances.launch import Launch, launch
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import invalid_value
from jedlik.features.instances.rules import State


async def _run(
    request: RunInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> RunInstancesResponse:
    least, most = request["MinCount"], request["MaxCount"]
    if least < 1 or most < least:
        text = f"Invalid value '{least}' for minCount. The value must be positive and at most"
        raise invalid_value(f"{text} maxCount.")
    settings = settings_of(request, place)
    profile = None
    if "IamInstanceProfile" in request:
        named = request["IamInstanceProfile"]
        profile = await profile_named(
            transaction, place.account_id, named.get("Arn"), named.get("Name")
        )
    wanted = Launch(
        settings, profile, most, least, request.get("ClientToken", ""), digest_of(request)
    )
    launched = await launch(transaction, place, wanted)
    profiles = {} if profile is None else {profile["Id"]: profile}
    (reservation,) = reservations_shown(context.node, place, launched.records, profiles)
    if launched.is_new:
        for instance in reservation["Instances"]:
            instance["State"] = state_shown(State.PENDING)
    return {
        "ReservationId": reservation["ReservationId"],
        "OwnerId": reservation["OwnerId"],
        "Groups": reservation["Groups"],
        "Instances": reservation["Instances"],
    }


OPERATIONS: Final = (
    ec2_operation("RunInstances", Access.WRITE, RUN_INSTANCES, run_instances, _run),
)
