"""The policies that apply to one request, by kind."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, final

from jedlik.core.iam.policy import Policy, Statement


class Source(Enum):
    """What decided. The value is how messages name it (`denial`)."""

    RESOURCE = "resource-based policy"
    IDENTITY = "identity-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    TRUST = "role trust policy"
    ROOT = "root"  # the root of the account needs no policy


@final
class NamedPolicy:
    """A policy of an identity, a boundary or a session policy.

    name: of an inline policy, or the last part of the ARN. arn: None for an inline policy.
    """

    __slots__ = ("arn", "name", "policy")

    def __init__(self, policy: Policy, name: str, arn: str | None = None) -> None:
        self.policy = policy
        self.name = name
        self.arn = arn


@final
class Match:
    """A statement that may apply to a request, or does, with the policy that it belongs to."""

    __slots__ = ("named", "source", "statement")

    def __init__(self, source: Source, named: NamedPolicy, statement: Statement) -> None:
        self.source = source
        self.named = named
        self.statement = statement


@final
class Pool:
    """All statements of the policies of one kind, by effect."""

    __slots__ = ("allows", "denies", "source")

    def __init__(self, source: Source, policies: Sequence[NamedPolicy]) -> None:
        self.source = source
        self.allows = tuple(
            [Match(source, each, found) for each in policies for found in each.policy.allows]
        )
        self.denies = tuple(
            [Match(source, each, found) for each in policies for found in each.policy.denies]
        )


@final
class ResourcePolicy:
    """The policy of the resource itself. policy: None if the resource has none.

    source: TRUST for a role, otherwise RESOURCE. must_allow: whether policies of identities of the
    same account are worth nothing without it, as for roles and KMS keys.
    """

    __slots__ = ("must_allow", "pool", "source")

    def __init__(
        self, policy: Policy | None, source: Source = Source.RESOURCE, *, must_allow: bool = False
    ) -> None:
        self.pool = None if policy is None else Pool(source, [NamedPolicy(policy, "")])
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

    They are made once for a caller; `on` adds the policy of each resource at little cost.

    identity: inline and attached policies of the user and its groups, or of the role.
    boundary: None if the identity has none.
    session: None if the session was made without session policies. An empty sequence allows
        nothing: a federated user without session policies.
    """

    __slots__ = ("boundary", "identity", "pools", "resource", "session")

    def __init__(
        self,
        identity: Sequence[NamedPolicy] = (),
        *,
        boundary: NamedPolicy | None = None,
        session: Sequence[NamedPolicy] | None = None,
        resource: ResourcePolicy = NO_RESOURCE_POLICY,
    ) -> None:
        self.identity = Pool(Source.IDENTITY, identity)
        self.boundary = None if boundary is None else Pool(Source.BOUNDARY, [boundary])
        self.session = None if session is None else Pool(Source.SESSION, session)
        self.resource = resource
        self.pools = self._pools()

    def on(self, resource: ResourcePolicy) -> "Policies":
        """Returns the policies that apply to the same caller and another resource."""
        if resource is self.resource:
            return self
        found = Policies(resource=resource)
        found.identity, found.boundary, found.session = self.identity, self.boundary, self.session
        found.pools = found._pools()
        return found

    def _pools(self) -> tuple[Pool, ...]:
        """Returns the kinds that exist, in the order in which a Deny is looked for."""
        pools = (self.resource.pool, self.identity, self.boundary, self.session)
        return tuple([each for each in pools if each is not None])
