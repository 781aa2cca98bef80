"""The policies that apply to one request, by kind."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple, final

from jedlik.core.iam.policy import Policy


class Source(Enum):
    """What decided. The value is how messages name it (`denial`)."""

    RESOURCE = "resource-based policy"
    IDENTITY = "identity-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    TRUST = "role trust policy"
    ROOT = "root"  # the root of the account needs no policy


class NamedPolicy(NamedTuple):
    """A policy of an identity, a boundary or a session policy.

    name: of an inline policy, or the last part of the ARN. arn: None for an inline policy.
    """

    policy: Policy
    name: str
    arn: str | None = None


@final
class ResourcePolicy:
    """The policy of the resource itself. policy: None if the resource has none.

    source: TRUST for a role, otherwise RESOURCE. must_allow: whether policies of identities of the
    same account are worth nothing without it, as for roles and KMS keys.
    """

    __slots__ = ("must_allow", "named", "source")

    def __init__(
        self, policy: Policy | None, source: Source = Source.RESOURCE, *, must_allow: bool = False
    ) -> None:
        self.named = () if policy is None else (NamedPolicy(policy, ""),)
        self.source = source
        self.must_allow = must_allow


NO_RESOURCE_POLICY: Final = ResourcePolicy(None)


def table_policy(policy: Policy) -> ResourcePolicy:
    """Returns the policy of a table or stream for `Policies`."""
    return ResourcePolicy(policy)


def trust_policy(policy: Policy) -> ResourcePolicy:
    """Returns the trust policy of a role for `Policies`."""
    return ResourcePolicy(policy, Source.TRUST, must_allow=True)


def key_policy(policy: Policy) -> ResourcePolicy:
    """Returns the policy of a KMS key for `Policies`."""
    return ResourcePolicy(policy, must_allow=True)


@final
class Policies:
    """The policies that apply to a caller and a resource.

    identity: inline and attached policies of the user and its groups, or of the role.
    boundary: None if the identity has none.
    session: None if the session was made without session policies. An empty tuple allows nothing:
        a federated user without session policies.
    """

    __slots__ = ("boundary", "by_source", "identity", "resource", "session")

    def __init__(
        self,
        identity: Sequence[NamedPolicy] = (),
        *,
        boundary: NamedPolicy | None = None,
        session: Sequence[NamedPolicy] | None = None,
        resource: ResourcePolicy = NO_RESOURCE_POLICY,
    ) -> None:
        self.identity = tuple(identity)
        self.boundary = None if boundary is None else (boundary,)
        self.session = None if session is None else tuple(session)
        self.resource = resource
        # The order in which a Deny is looked for.
        self.by_source: tuple[tuple[Source, tuple[NamedPolicy, ...] | None], ...] = (
            (resource.source, resource.named or None),
            (Source.IDENTITY, self.identity),
            (Source.BOUNDARY, self.boundary),
            (Source.SESSION, self.session),
        )

    def on(self, resource: ResourcePolicy) -> "Policies":
        """Returns the policies that apply to the same caller and another resource."""
        if resource is self.resource:
            return self
        boundary = None if self.boundary is None else self.boundary[0]
        return Policies(self.identity, boundary=boundary, session=self.session, resource=resource)
