"""The credentials of the role of an instance, for its metadata endpoint.

They are those of a session that the service ec2.amazonaws.com opens, so the trust policy of the
role must allow it. The name of the session is the id of the instance. They last six hours, whatever
the role says about sessions. Source: EC2 User Guide, "IAM roles for Amazon EC2".
"""

from enum import Enum
from typing import Final, NamedTuple

from jedlik.core.errors import Reject
from jedlik.core.iam.decision import decide
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import Policies, trust_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import Caller, CallerKind, FixedContext, Request
from jedlik.core.principal import Principal
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.records import RoleRecord
from jedlik.features.identity.sessions import Credentials, Session, seal_session
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import profile_of, role_of
from jedlik.features.instances.fleet import instance_of, state_of
from jedlik.features.instances.records import Place
from jedlik.features.instances.rules import State

LIFETIME_S: Final = 6 * 3600
_SERVICE: Final = Caller(CallerKind.SERVICE, "", "ec2.amazonaws.com")
_ASSUME: Final = "sts:AssumeRole"


class Outcome(Enum):
    """Why an instance has credentials or not. The value is the Code at its endpoint."""

    SUCCESS = "Success"
    NO_ROLE = ""  # its endpoint shows nothing
    NOT_RUNNING = "InstanceNotRunning"
    NOT_TRUSTED = "AssumeRoleUnauthorizedAccess"


class RoleCredentials(NamedTuple):
    """The credentials of a role. role: None unless the instance has one. issued_s: Unix time."""

    outcome: Outcome
    role: RoleRecord | None = None
    credentials: Credentials | None = None
    issued_s: int = 0


async def role_credentials(
    transaction: Transaction, place: Place, principal: Principal, instance_id: str, delivery: str
) -> RoleCredentials:
    """Returns new credentials of the role of an instance.

    principal: who asks. What is made in open mode is valid in open mode only. delivery: the version
    of the metadata service that gives them, `1.0` or `2.0`. Raises Reject as `instance_of`.
    """
    record = await instance_of(transaction, place, instance_id)
    if state_of(transaction.node, record) not in {State.RUNNING, State.PENDING}:
        return RoleCredentials(Outcome.NOT_RUNNING)
    profile = await profile_of(transaction, place.account_id, record)
    role = None if profile is None else await role_of(transaction, place.account_id, profile)
    if role is None:
        return RoleCredentials(Outcome.NO_ROLE)
    if not _is_trusting(role):
        return RoleCredentials(Outcome.NOT_TRUSTED, role)
    session: Session = {
        "AccountId": place.account_id,
        "Kind": "role",
        "EntityId": role["Id"],
        "Name": instance_id,
        "IssuedS": transaction.now_s,
        "ExpiresS": transaction.now_s + LIFETIME_S,
        "Keys": {
            "ec2:SourceInstanceARN": place.arn("instance", instance_id),
            "ec2:RoleDelivery": delivery,
        },
        "IsOpen": not principal.is_verified,
    }
    sealed = seal_session(transaction.node.sealing, session)
    return RoleCredentials(Outcome.SUCCESS, role, sealed, transaction.now_s)


def _is_trusting(role: RoleRecord) -> bool:
    """Returns whether the trust policy of a role lets EC2 assume it."""
    try:
        policy = parse_policy(role["Trust"]["Text"], PolicyKind.TRUST)
    except Reject:  # what cannot be read allows nothing
        return False
    keys = FixedContext({"aws:SourceAccount": (role["AccountId"],)})
    request = Request(_SERVICE, _ASSUME, arn_of(role, "role"), keys, role["AccountId"])
    return decide(request, Policies(resource=trust_policy(policy))).is_allowed
