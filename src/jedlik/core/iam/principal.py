"""The Principal element: whom a statement of a resource's own policy names, and how closely.

How closely decides which other policies still limit the caller (`decision`):

| a statement names | the caller is | closeness |
|---|---|---|
| `*`, also as AWS principal | anyone | FINAL |
| the ARN or unique id of a user | it | FINAL |
| the ARN of a role session, of a federated user or of the root | it | FINAL |
| a service, or a provider of identities (Federated) | it | FINAL |
| the ARN or unique id of a role | a session of it | LIMITED |
| the ARN or unique id of a user | a federated user that the user made | LIMITED |
| an account, by its id or root ARN | anyone in it, except its root | ACCOUNT |
| anything else | | NONE |

The closest principal of a statement counts. NotPrincipal names everyone except those that it lists
exactly: a user by its ARN, a role session only by the ARNs of both the session and the role. An
Allow with NotPrincipal is treated as one for the account, so it never grants alone.

Sources: IAM User Guide, "AWS JSON policy elements: Principal", "NotPrincipal", and "Policy
evaluation for requests within a single account".
"""

from collections.abc import Mapping, Sequence
from typing import Final, final

from jedlik.core.iam.request import Caller, CallerKind

NONE: Final = 0
ACCOUNT: Final = 1
LIMITED: Final = 2
FINAL: Final = 3

ANYONE: Final = "*"
_ACCOUNT_DIGITS: Final = 12
_ROOT: Final = ":root"


@final
class Principals:
    """The compiled element Principal or NotPrincipal.

    named: the values by type (AWS, Service, Federated, CanonicalUser), in the order written. `*`
        alone is written as an AWS principal here.
    """

    __slots__ = ("_accounts", "_anyone", "_arns", "_others", "is_negated", "named")

    def __init__(self, named: Mapping[str, Sequence[str]], *, is_negated: bool) -> None:
        self.named = named
        self.is_negated = is_negated
        aws = named.get("AWS", ())
        accounts = {value: account_of(value) for value in aws}
        self._accounts = frozenset([each for each in accounts.values() if each is not None])
        # The ARN of a root names its account, also to a federated user that the root has made.
        self._arns = frozenset([value for value, each in accounts.items() if each is None])
        self._anyone = ANYONE in self._arns
        self._others: Mapping[CallerKind, frozenset[str]] = {
            CallerKind.SERVICE: frozenset(named.get("Service", ())),
            CallerKind.WEB_IDENTITY: frozenset(named.get("Federated", ())),
        }

    def closeness(self, caller: Caller) -> int:
        """Returns how closely the element names a caller: NONE to FINAL."""
        if self.is_negated:
            return NONE if self._lists(caller) else ACCOUNT
        if self._anyone:
            return FINAL
        others = self._others.get(caller.kind)
        if others is not None:
            return FINAL if caller.arn in others else NONE
        if not caller.account_id:
            return NONE
        in_account = caller.account_id in self._accounts
        if caller.kind is CallerKind.ROOT:
            return FINAL if in_account else NONE
        if caller.arn in self._arns:
            return FINAL
        if caller.entity_arn in self._arns or (caller.entity_id and caller.entity_id in self._arns):
            return FINAL if caller.kind is CallerKind.USER else LIMITED
        return ACCOUNT if in_account else NONE

    def _lists(self, caller: Caller) -> bool:
        """Returns whether a NotPrincipal exempts a caller."""
        others = self._others.get(caller.kind)
        if self._anyone or others is not None:
            return self._anyone or (others is not None and caller.arn in others)
        if caller.kind is CallerKind.ROOT:
            return caller.account_id in self._accounts
        names_entity = (
            caller.entity_arn in self._arns
            or caller.entity_id in self._arns
            or account_of(caller.entity_arn) in self._accounts
        )
        if caller.kind is CallerKind.USER:
            return names_entity
        return caller.arn in self._arns and names_entity


def account_of(principal: str) -> str | None:
    """Returns the account that an AWS principal names by id or by root ARN, otherwise None."""
    if principal.startswith("arn:") and principal.endswith(_ROOT):
        parts = principal.split(":")
        principal = parts[4] if len(parts) == 6 and parts[2] == "iam" else ""
    is_id = len(principal) == _ACCOUNT_DIGITS and principal.isascii() and principal.isdigit()
    return principal if is_id else None
