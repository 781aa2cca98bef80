"""What access control stores: records in JSON under keys of the space IDENTITY.

An entity is stored under its unique id, and records refer to each other by id. Its name leads to
the id through an entry of its own. So a rename changes one entry, and an entity that is created
with the name of a deleted one inherits nothing. docs/adr/0031-access-control.md lists the entries.

Times are whole seconds of Unix time, as IAM shows them.
"""

from collections.abc import Mapping
from typing import Final, Generic, Literal, NotRequired, TypedDict, TypeVar, final

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space

R = TypeVar("R", bound=Mapping[str, object])

# What a name belongs to. Names are unique within an account and a kind.
Kind = Literal["user", "group", "role", "policy", "instance-profile", "oidc-provider"]
# Why an entity refers to another: a member of a group, an attached policy, a permissions boundary.
Use = Literal["member", "attached", "boundary"]

_VERSION_BYTES: Final = 4


class NameRecord(TypedDict):
    """The unique id that a name leads to."""

    Id: str


class AccountRecord(TypedDict):
    """An account.

    PasswordPolicy: the members of UpdateAccountPasswordPolicy. OpenIdProviders: how many it has.
    """

    Id: str
    CreatedS: int
    Alias: NotRequired[str]
    RootAccessKey: NotRequired[str]
    OpenIdProviders: NotRequired[int]
    PasswordPolicy: NotRequired[dict[str, object]]


class AliasRecord(TypedDict):
    """The account that an alias leads to."""

    AccountId: str


class EntityRecord(TypedDict):
    """What all entities have. Tags: in the order in which they were added."""

    Id: str
    AccountId: str
    Name: str
    Path: str
    CreatedS: int
    Tags: dict[str, str]


class PolicyHolderRecord(EntityRecord):
    """An entity that policies are attached to.

    Inline: the documents of inline policies by name, as they were sent. Attached: managed policies
    in the order of their attachment, each as its id, or as its ARN if it is a policy of AWS.
    """

    Inline: dict[str, str]
    Attached: list[str]


class BoundedRecord(PolicyHolderRecord):
    """A user or a role. Boundary: the permissions boundary, as an element of Attached."""

    Boundary: NotRequired[str]


class UserRecord(BoundedRecord):
    """A user. Groups: ids. AccessKeys: access key ids."""

    Groups: list[str]
    AccessKeys: list[str]
    HasPassword: bool
    PasswordLastUsedS: NotRequired[int]


class GroupRecord(PolicyHolderRecord):
    """A group of users."""

    MemberCount: int


class RoleRecord(BoundedRecord):
    """A role. Trust: its trust policy. InstanceProfiles: ids."""

    Trust: "DocumentRecord"
    Description: str
    MaxSessionS: int
    InstanceProfiles: list[str]


class DocumentRecord(TypedDict):
    """A document that names principals.

    Text: as it was sent. Principals: the unique ids that the ARNs of users and roles in it had at
    that moment.
    """

    Text: str
    Principals: dict[str, str]


class VersionRecord(TypedDict):
    """A version of a managed policy."""

    Number: int
    CreatedS: int


class PolicyRecord(EntityRecord):
    """A managed policy of a customer. Document: of its default version."""

    Description: str
    UpdatedS: int
    Document: str
    Default: int
    Versions: list[VersionRecord]
    LastNumber: int


class DocumentVersionRecord(TypedDict):
    """The document of a version that is not the default."""

    Document: str


class UsageRecord(TypedDict):
    """How many entities of an account a managed policy is attached to, and whose boundary it is."""

    Attached: int
    Boundaries: int


class InstanceProfileRecord(EntityRecord):
    """An instance profile. Roles: the id of its role, if it has one."""

    Roles: list[str]


class OpenIdProviderRecord(EntityRecord):
    """An OpenID Connect provider. Its name is the URL of the issuer without `https://`.

    ClientIds: the audiences whose tokens are accepted. Thumbprints: in lower case.
    """

    ClientIds: list[str]
    Thumbprints: list[str]


class LinkRecord(TypedDict):
    """An entity that refers to a group or a policy."""

    Id: str
    Use: Use


class AccessKeyRecord(TypedDict):
    """A long-term access key.

    UserId: empty for the root of the account. Sealed: the secret, see `sealing`. IsOpen: whether it
    was made in open mode, by somebody whose signature was not checked.
    """

    Id: str
    AccountId: str
    UserId: str
    Status: Literal["Active", "Inactive"]
    Sealed: str
    CreatedS: int
    IsOpen: bool


class LastUseRecord(TypedDict):
    """The last use of an access key or a role."""

    TimeS: int
    Service: str
    Region: str


class LoginProfileRecord(TypedDict):
    """The password of a user, as a scrypt hash.

    IsOpen: whether it was set in open mode, by somebody whose signature was not checked. Records
    without it are older than the first release, and nobody knows in which mode they were made. So
    they count as open.
    """

    Salt: str
    Hash: str
    CreatedS: int
    MustChange: bool
    IsOpen: NotRequired[bool]


class SlotRecord(TypedDict):
    """The attempts to sign in that were booked in a slot, and the time of the last one."""

    Attempts: int
    LastMs: int


@final
class Entry(Generic[R]):
    """The key under which a record of the type R is stored. space: that of the feature."""

    __slots__ = ("key",)

    def __init__(self, partition: str, sort: str, space: Space = Space.IDENTITY) -> None:
        self.key = Key(space, 0, partition.encode(), sort.encode())

    def decoded(self, stored: bytes | None) -> R | None:
        """Returns the record in stored bytes."""
        return None if stored is None else decoded(self, stored)


def decoded(entry: Entry[R], stored: bytes) -> R:
    """Returns the record in the bytes that are stored under `entry`."""
    record: R = orjson.loads(stored)
    return record


def account_entry(account_id: str) -> Entry[AccountRecord]:
    """Returns where an account is stored."""
    return Entry("accounts", account_id)


def alias_entry(alias: str) -> Entry[AliasRecord]:
    """Returns where the alias of an account is stored."""
    return Entry("aliases", alias)


def name_entry(account_id: str, kind: Kind, name: str) -> Entry[NameRecord]:
    """Returns where the name of an entity is stored.

    Upper and lower case are the same name, except in the URL of a provider.
    """
    return Entry(_names(account_id, kind), name if kind == "oidc-provider" else name.lower())


def entity_entry(account_id: str, entity_id: str) -> Entry[EntityRecord]:
    """Returns where an entity of any kind is stored."""
    return Entry(_entities(account_id), entity_id)


def holder_entry(account_id: str, entity_id: str) -> Entry[PolicyHolderRecord]:
    """Returns where a user, group or role is stored."""
    return Entry(_entities(account_id), entity_id)


def bounded_entry(account_id: str, entity_id: str) -> Entry[BoundedRecord]:
    """Returns where a user or role is stored."""
    return Entry(_entities(account_id), entity_id)


def user_entry(account_id: str, user_id: str) -> Entry[UserRecord]:
    """Returns where a user is stored."""
    return Entry(_entities(account_id), user_id)


def group_entry(account_id: str, group_id: str) -> Entry[GroupRecord]:
    """Returns where a group is stored."""
    return Entry(_entities(account_id), group_id)


def role_entry(account_id: str, role_id: str) -> Entry[RoleRecord]:
    """Returns where a role is stored."""
    return Entry(_entities(account_id), role_id)


def policy_entry(account_id: str, policy_id: str) -> Entry[PolicyRecord]:
    """Returns where a managed policy is stored."""
    return Entry(_entities(account_id), policy_id)


def instance_profile_entry(account_id: str, profile_id: str) -> Entry[InstanceProfileRecord]:
    """Returns where an instance profile is stored."""
    return Entry(_entities(account_id), profile_id)


def openid_provider_entry(account_id: str, provider_id: str) -> Entry[OpenIdProviderRecord]:
    """Returns where an OpenID Connect provider is stored."""
    return Entry(_entities(account_id), provider_id)


def version_entry(account_id: str, policy_id: str, number: int) -> Entry[DocumentVersionRecord]:
    """Returns where the document of a version is stored."""
    return Entry(f"versions/{account_id}/{policy_id}", f"{number:010}")


def usage_entry(account_id: str, policy: str) -> Entry[UsageRecord]:
    """Returns where the usage of a managed policy is stored. policy: see PolicyHolderRecord."""
    return Entry(f"usages/{account_id}", policy)


def link_entry(account_id: str, target: str, use: Use, entity_id: str) -> Entry[LinkRecord]:
    """Returns where the reference of an entity to `target` is stored.

    target: the id of a group, or a managed policy as in PolicyHolderRecord.
    """
    return Entry(f"links/{account_id}/{target}", f"{use}/{entity_id}")


def access_key_entry(access_key_id: str) -> Entry[AccessKeyRecord]:
    """Returns where an access key is stored."""
    return Entry("keys", access_key_id)


def last_use_entry(identifier: str) -> Entry[LastUseRecord]:
    """Returns where the last use is stored. identifier: of an access key or a role."""
    return Entry("last uses", identifier)


def login_profile_entry(account_id: str, user_id: str) -> Entry[LoginProfileRecord]:
    """Returns where the password of a user is stored."""
    return Entry(f"passwords/{account_id}", user_id)


def slot_entry(number: int) -> Entry[SlotRecord]:
    """Returns where a slot of attempts to sign in is stored."""
    return Entry("sign-in slots", str(number))


def accounts_span() -> Span:
    """Returns the span of all accounts."""
    return _span("accounts")


def names_span(account_id: str, kind: Kind, after: str = "") -> Span:
    """Returns the span of the names of a kind. after: the name after which to begin."""
    return _span(_names(account_id, kind), after.lower())


def links_span(account_id: str, target: str, after: str = "") -> Span:
    """Returns the span of the entities that refer to `target`. after: the sort key of a link."""
    return _span(f"links/{account_id}/{target}", after)


def every_span(partition: str) -> Span:
    """Returns the span of the entries of one sort in all accounts, for verifications.

    partition: `entities`, `names`, `links`, `usages`, `versions` or `passwords`.
    """
    begin, end = f"{partition}/".encode(), f"{partition}0".encode()  # 0 follows the slash
    return Span(Space.IDENTITY, 0, (begin, b""), (end, b""))


def keys_span() -> Span:
    """Returns the span of all access keys."""
    return _span("keys")


def _span(partition: str, after: str = "") -> Span:
    return entries_of_partition(Space.IDENTITY, 0, partition.encode(), after.encode())


def _names(account_id: str, kind: Kind) -> str:
    return f"names/{account_id}/{kind}"


def _entities(account_id: str) -> str:
    return f"entities/{account_id}"
