"""Who makes a request.

Source of the ARNs: IAM User Guide, "IAM identifiers", and answers of GetCallerIdentity.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final, final

_NO_SESSION: Final[Mapping[str, str]] = {}


class PrincipalKind(Enum):
    """The kinds of principals that policies tell apart."""

    ROOT = "root"
    USER = "user"
    ROLE_SESSION = "role session"
    ANONYMOUS = "anonymous"


@final
class Principal:
    """An account, or a user or role session of it.

    arn: `arn:aws:iam::123456789012:root`, `...:user/Anna` or `arn:aws:sts::...:assumed-role/R/S`.
    session: condition keys that hold for this session, such as `aws:TokenIssueTime`.
    """

    __slots__ = ("account_id", "arn", "kind", "session")

    def __init__(
        self,
        account_id: str,
        arn: str,
        kind: PrincipalKind,
        session: Mapping[str, str] = _NO_SESSION,
    ) -> None:
        self.account_id = account_id
        self.arn = arn
        self.kind = kind
        self.session = session


def account_root(account_id: str) -> Principal:
    """Returns the root of an account."""
    return Principal(account_id, f"arn:aws:iam::{account_id}:root", PrincipalKind.ROOT)


# Who makes a request without a signature. It belongs to no account.
ANONYMOUS: Final = Principal("", "", PrincipalKind.ANONYMOUS)
