"""Who an access key belongs to, and what it may do."""

from typing import TYPE_CHECKING, final

from jedlik.core.principal import Principal
from jedlik.engine.table import Table

if TYPE_CHECKING:  # a server in open mode decides nothing
    from jedlik.core.iam.policies import Policies


@final
class Identity:
    """The identity of an access key.

    secret: what its signatures are checked with. Never log it.
    expires_s: when a session ends, in seconds since 1970; None for a long-term key.
    used_id: the key or the role whose last use is shown. Empty for a root key that is not stored.
    noted_s: when its use was last noted, in seconds since 1970.
    allowed: the table for which a request was allowed, by action and target, for the stage
        Authorize. Whenever anything changes that decisions depend on, the directory makes another
        identity, or the catalog another table.
    """

    __slots__ = (
        *("access_key_id", "allowed", "expires_s", "noted_s", "principal", "secret"),
        "used_id",
    )

    def __init__(
        self,
        access_key_id: str,
        secret: str,
        principal: Principal,
        expires_s: int | None = None,
        used_id: str = "",
    ) -> None:
        self.access_key_id = access_key_id
        self.secret = secret
        self.principal = principal
        self.expires_s = expires_s
        self.used_id = used_id
        self.noted_s = 0.0
        self.allowed: dict[tuple[str, str], Table] = {}

    def renewed(self) -> "Identity":
        """Returns the same identity, which is not known to be allowed anything yet."""
        identity = Identity(
            self.access_key_id, self.secret, self.principal, self.expires_s, self.used_id
        )
        identity.noted_s = self.noted_s
        return identity

    @property
    def policies(self) -> "Policies | None":
        """Returns the policies of the principal."""
        return self.principal.policies
