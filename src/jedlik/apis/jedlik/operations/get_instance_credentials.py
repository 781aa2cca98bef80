"""GetInstanceCredentials: new credentials of the role of an instance.

Whoever may call it may act as the role. The metadata endpoint of the instance calls it
(`jedlik instance shell`).
"""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.jedlik.instance_rule import on_instance
from jedlik.apis.jedlik.model import (
    GET_INSTANCE_CREDENTIALS,
    GetInstanceCredentialsRequest,
    GetInstanceCredentialsResponse,
)
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import transact
from jedlik.features.instances.credentials import role_credentials
from jedlik.features.instances.records import Place

_VERSION_2: Final = "2.0"


def _check(request: GetInstanceCredentialsRequest) -> GetInstanceCredentialsRequest:
    """Accepts every request."""
    return request


async def _run(
    request: GetInstanceCredentialsRequest, context: Context
) -> GetInstanceCredentialsResponse:
    place = Place(context.account_id, context.region)
    instance_id, delivery = request["InstanceId"], request.get("Delivery", _VERSION_2)
    found = await transact(
        context.node,
        lambda transaction: role_credentials(
            transaction, place, context.principal, instance_id, delivery
        ),
    )
    answer: GetInstanceCredentialsResponse = {"Code": found.outcome.value}
    if found.role is not None:
        answer["RoleName"] = found.role["Name"]
    if found.credentials is not None:
        answer["AccessKeyId"] = found.credentials.access_key_id
        answer["SecretAccessKey"] = found.credentials.secret_access_key
        answer["SessionToken"] = found.credentials.session_token
        answer["IssuedS"] = found.issued_s
        answer["ExpiresS"] = found.credentials.expires_s
    return answer


OPERATION: Final = Operation(
    "GetInstanceCredentials",
    Access.READ,
    Plane.CONTROL,
    GET_INSTANCE_CREDENTIALS,
    _check,
    _run,
    on_instance("jedlik:GetInstanceCredentials"),
)
