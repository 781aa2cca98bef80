"""Who an access key belongs to, and what it may do."""

from typing import final

from jedlik.core.iam.policies import Policies
from jedlik.core.principal import Principal
from jedlik.engine.table import Table


@final
class Identity:
    """The identity of an access key.

    secret: what its signatures are checked with. Never log it.
    expires_s: when a session ends, in seconds since 1970; None for a long-term key.
    allowed: the table for which a request was allowed, by action and target, for the stage
        Authorize. Whenever anything changes that decisions depend on, the directory makes another
        identity, or the catalog another table.
    """

    __slots__ = ("access_key_id", "allowed", "expires_s", "principal", "secret")

    def __init__(
        self,
        access_key_id: str,
        secret: str,
        principal: Principal,
        expires_s: int | None = None,
    ) -> None:
        self.access_key_id = access_key_id
        self.secret = secret
        self.principal = principal
        self.expires_s = expires_s
        self.allowed: dict[tuple[str, str], Table] = {}

    def renewed(self) -> "Identity":
        """Returns the same identity, of which nothing is known to be allowed yet."""
        return Identity(self.access_key_id, self.secret, self.principal, self.expires_s)

    @property
    def policies(self) -> Policies | None:
        """Returns the policies of the principal."""
        return self.principal.policies
