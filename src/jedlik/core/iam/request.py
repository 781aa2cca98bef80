"""What a policy may ask about: the caller, the action, the resource, and values of condition keys.

Values are looked up only when a policy needs them. A request records each key that was looked up,
because a decision depends on nothing else: a caller may cache it if none of these keys changes from
one request to the next.

Sources: IAM User Guide, "The request context", "AWS global condition context keys" and
"Single-valued vs. multivalued context keys"; Service Authorization Reference, DynamoDB.
"""

from abc import abstractmethod
from collections.abc import Mapping
from enum import Enum
from typing import Final, final

from mypy_extensions import mypyc_attr

Values = tuple[str, ...]
ARN_PARTS: Final = 6

# Condition keys that have several values by definition, in lower case. An operator without
# ForAllValues or ForAnyValue never matches them, whatever the number of values.
MULTIVALUED_KEYS: Final = frozenset(
    {
        *("dynamodb:attributes", "dynamodb:leadingkeys", "dynamodb:firstpartitionkeyvalues"),
        *("dynamodb:secondpartitionkeyvalues", "dynamodb:thirdpartitionkeyvalues"),
        *("dynamodb:fourthpartitionkeyvalues", "dynamodb:fistargetarns"),
        *("aws:tagkeys", "aws:calledvia", "aws:principalorgpaths", "aws:resourceorgpaths"),
        *("aws:sourceorgpaths", "aws:principalservicenameslist", "sts:transitivetagkeys"),
        *("kms:grantoperations", "kms:encryptioncontextkeys", "kms:resourcealiases"),
        "cognito-identity.amazonaws.com:amr",
    }
)


def arn_parts(text: str) -> list[str]:
    """Returns the parts of an ARN. Only the sixth and last may contain colons."""
    return text.split(":", ARN_PARTS - 1)


class CallerKind(Enum):
    """The kinds of callers that policies tell apart."""

    ROOT = "root"
    USER = "user"
    ROLE_SESSION = "role session"
    FEDERATED_USER = "federated user"  # by GetFederationToken
    WEB_IDENTITY = "web identity"  # AssumeRoleWithWebIdentity: no principal of an account
    SERVICE = "service"  # a service such as ec2.amazonaws.com that assumes a role
    ANONYMOUS = "anonymous"


@final
class Caller:
    """Who calls, as policies see it.

    account_id: empty for a web identity, a service or an anonymous caller.
    arn: as in messages and GetCallerIdentity. The name of a service, or the provider of a web
        identity as a Federated principal names it.
    entity_arn: the ARN of the role of a role session, with its path, and of the user of a federated
        user. Otherwise the same as `arn`.
    entity_id: the unique id of the user (`AIDA...`) or of the role (`AROA...`), or empty.
    """

    __slots__ = ("account_id", "arn", "entity_arn", "entity_id", "kind")

    def __init__(
        self,
        kind: CallerKind,
        account_id: str,
        arn: str,
        entity_arn: str | None = None,
        entity_id: str = "",
    ) -> None:
        self.kind = kind
        self.account_id = account_id
        self.arn = arn
        self.entity_arn = arn if entity_arn is None else entity_arn
        self.entity_id = entity_id


@mypyc_attr(allow_interpreted_subclasses=True)
class Context:
    """The values of condition keys of one request."""

    @abstractmethod
    def get(self, key: str) -> Values | None:
        """Returns the values of a key, or None if the request has none.

        key: in lower case, for example `dynamodb:leadingkeys` or `aws:principaltag/team`.
        """


@final
class FixedContext(Context):
    """Values that are known beforehand."""

    def __init__(self, values: Mapping[str, Values]) -> None:
        self._values = {key.lower(): each for key, each in values.items()}

    def get(self, key: str) -> Values | None:
        """Returns the values of a key in lower case, or None."""
        return self._values.get(key)


@final
class Request:
    """One action on one resource.

    action: `service:Name`, as messages name it.
    resource: its ARN, or `*` if the action has no resource.
    resource_account_id: the account that owns the resource.
    title: how messages name the resource: by its ARN, unless somebody sets another text.
    """

    __slots__ = (
        *("_looked_up", "_parts", "action", "action_key", "caller", "context"),
        *("resource", "resource_account_id", "title"),
    )

    def __init__(
        self,
        caller: Caller,
        action: str,
        resource: str,
        context: Context,
        resource_account_id: str | None = None,
    ) -> None:
        self.caller = caller
        self.action = action
        self.action_key = action.lower()
        self.resource = resource
        self.title = resource
        self.resource_account_id = (
            caller.account_id if resource_account_id is None else resource_account_id
        )
        self.context = context
        self._looked_up: dict[str, Values | None] | None = None
        self._parts: list[str] | None = None

    def values(self, key: str) -> Values | None:
        """Returns the values of a condition key in lower case, None if it is absent or empty."""
        looked_up = self._looked_up
        if looked_up is None:
            looked_up = self._looked_up = {}
        elif key in looked_up:
            return looked_up[key]
        found = self.context.get(key)
        looked_up[key] = found if found else None
        return looked_up[key]

    def one_value(self, key: str) -> str | None:
        """Returns the value of a key for a policy variable, None if there is not exactly one."""
        found = self.values(key)
        if found is None or len(found) != 1 or key in MULTIVALUED_KEYS:
            return None
        return found[0]

    @property
    def resource_parts(self) -> list[str]:
        """The six parts of the resource's ARN. If it is no ARN, the text is the only part."""
        if self._parts is None:
            self._parts = arn_parts(self.resource)
        return self._parts

    @property
    def looked_up_keys(self) -> Values:
        """The condition keys that policies have looked at so far."""
        return () if self._looked_up is None else tuple(self._looked_up)

    @property
    def absent_keys(self) -> Values:
        """The keys among `looked_up_keys` for which the request has no value."""
        if self._looked_up is None:
            return ()
        return tuple(key for key, found in self._looked_up.items() if found is None)
