"""Who makes a request.

Source of the ARNs and of `aws:userid`: IAM User Guide, "IAM identifiers" and "AWS global condition
context keys", and answers of GetCallerIdentity.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, final

from jedlik.core.iam.request import Caller, CallerKind, Values

if TYPE_CHECKING:  # a server in open mode evaluates no policies
    from jedlik.core.iam.policies import Policies

_TYPES: Final[Mapping[CallerKind, str]] = {
    CallerKind.ROOT: "Account",
    CallerKind.USER: "User",
    CallerKind.ROLE_SESSION: "AssumedRole",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.WEB_IDENTITY: "FederatedUser",
    CallerKind.ANONYMOUS: "Anonymous",
}
_NO_TAGS: Final[Mapping[str, str]] = {}


@final
class Principal:
    """An account, or a user or session of it.

    caller: the principal as policies see it.
    keys: the values of the condition keys that are the same in all its requests, in lower case.
    policies: those of the identity, without the policy of any resource. None if they are not
        evaluated (open mode), or cannot be: then a verified principal may do nothing.
    transitive_tags: the tags that sessions inherit which this session makes.
    is_verified: whether a signature has proved who it is. False in open mode.
    is_signed_in: whether it is a session of a user who has signed in with a password.
    """

    __slots__ = (
        *("account_id", "arn", "caller", "is_signed_in", "is_verified", "keys", "policies"),
        *("transitive_tags", "user_id"),
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        caller: Caller,
        user_id: str,
        keys: Mapping[str, Values] | None = None,
        *,
        policies: "Policies | None" = None,
        transitive_tags: Mapping[str, str] = _NO_TAGS,
        is_verified: bool = True,
        is_signed_in: bool = False,
    ) -> None:
        """user_id: the value of `aws:userid`. keys: others than those that every principal has."""
        self.caller = caller
        self.account_id = caller.account_id
        self.arn = caller.arn
        self.user_id = user_id
        self.is_verified = is_verified
        self.is_signed_in = is_signed_in
        self.policies = policies
        self.transitive_tags = transitive_tags
        self.keys: Mapping[str, Values] = {
            "aws:principalarn": (caller.entity_arn,),
            "aws:principalaccount": (caller.account_id,),
            "aws:principaltype": (_TYPES[caller.kind],),
            "aws:userid": (user_id,),
            **(keys or {}),
        }


def is_temporary(principal: Principal) -> bool:
    """Returns whether the principal uses temporary credentials."""
    return "aws:tokenissuetime" in principal.keys


def may_not_use_iam(principal: Principal) -> bool:
    """Returns whether the principal is a session of GetSessionToken or GetFederationToken.

    These can call no operation of IAM, whatever policies say: a key that such a session makes would
    outlive it. (With a second factor, GetSessionToken could; Jedlik has none.) Source: STS API
    Reference, GetSessionToken and GetFederationToken.

    A user who has signed in with a password can, as in the console of AWS.
    """
    if principal.is_signed_in:
        return False
    return is_temporary(principal) and principal.caller.kind is not CallerKind.ROLE_SESSION


def account_root(account_id: str, *, is_verified: bool = True) -> Principal:
    """Returns the root of an account."""
    caller = Caller(CallerKind.ROOT, account_id, f"arn:aws:iam::{account_id}:root")
    return Principal(caller, account_id, is_verified=is_verified)


# Who makes a request without a signature. It belongs to no account.
ANONYMOUS: Final = Principal(Caller(CallerKind.ANONYMOUS, "", ""), "", is_verified=False)
