"""What is stored of instances: records in JSON under keys of the space INSTANCES.

docs/adr/0034-instances.md lists the entries. Times are Unix time in milliseconds.
"""

from typing import Final, Literal, NamedTuple, NotRequired, TypedDict

from jedlik.core.keys.key import Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.features.identity.records import Entry, R

_FLEETS: Final = "fleets"
_KEY_PAIRS: Final = "key pairs"

Switch = Literal["disabled", "enabled"]


class Place(NamedTuple):
    """An account in a Region: to what instances, key pairs and networks belong."""

    account_id: str
    region: str

    def arn(self, kind: str, name: str) -> str:
        """Returns the ARN of a resource of EC2: `arn:aws:ec2:us-east-1:...:instance/i-1`."""
        return f"arn:aws:ec2:{self.region}:{self.account_id}:{kind}/{name}"


class ProfileUse(TypedDict):
    """The instance profile of an instance. Id: the unique id of the profile."""

    Id: str
    AssociationId: str
    SinceMs: int


class EndpointOptions(TypedDict):
    """The options of the metadata endpoint of an instance, by their names in the API."""

    HttpTokens: Literal["optional", "required"]
    HttpPutResponseHopLimit: int
    HttpEndpoint: Switch
    HttpProtocolIpv6: Switch
    InstanceMetadataTags: Switch


class InstanceSettings(TypedDict):
    """What the request that starts an instance decides. UserData: in base64."""

    ImageId: str
    InstanceType: str
    Zone: str
    Tags: dict[str, str]
    Endpoint: EndpointOptions
    IsProtected: bool  # DisableApiTermination
    CannotStop: bool  # DisableApiStop
    IsMonitored: bool
    ShutdownBehavior: Literal["stop", "terminate"]
    CpuCredits: NotRequired[str]
    KeyName: NotRequired[str]
    UserData: NotRequired[str]


class InstanceRecord(InstanceSettings):
    """An instance.

    State: what the last operation has set, at SinceMs; `rules.state_at` returns the state now.
    Reason: of the last change of the state, as DescribeInstances shows it.
    """

    Id: str
    ReservationId: str
    LaunchIndex: int
    ClientToken: str
    PrivateIp: str
    LaunchedMs: int
    State: str
    SinceMs: int
    Reason: str
    Profile: NotRequired[ProfileUse]


class FleetRecord(TypedDict):
    """All instances of a place, oldest first. Instances: when each was terminated, 0 if it was not,
    by id.
    """

    AccountId: str
    Region: str
    Instances: dict[str, int]


class LaunchRecord(TypedDict):
    """The instances that a RunInstances with a client token made. Digest: of its members."""

    Digest: str
    Instances: list[str]


class KeyPairRecord(TypedDict):
    """A key pair. PublicKey: one line as in `authorized_keys`. The private key is not stored."""

    Id: str
    Name: str
    Type: Literal["rsa", "ed25519"]
    Fingerprint: str
    PublicKey: str
    CreatedMs: int
    Tags: dict[str, str]


class KeyPairsRecord(TypedDict):
    """The key pairs of a place, by name."""

    Pairs: dict[str, KeyPairRecord]


def fleet_entry(place: Place) -> Entry[FleetRecord]:
    """Returns where the list of all instances of a place is stored."""
    return _entry(_FLEETS, _in(place))


def instance_entry(place: Place, instance_id: str) -> Entry[InstanceRecord]:
    """Returns where an instance is stored."""
    return _entry(f"instances/{_in(place)}", instance_id)


def launch_entry(place: Place, token: str) -> Entry[LaunchRecord]:
    """Returns where a launch is stored. token: the client token of its request."""
    return _entry(f"launches/{_in(place)}", token)


def key_pairs_entry(place: Place) -> Entry[KeyPairsRecord]:
    """Returns where the key pairs of a place are stored."""
    return _entry(_KEY_PAIRS, _in(place))


def fleets_span() -> Span:
    """Returns the span of the lists of all places, for verifications."""
    return entries_of_partition(Space.INSTANCES, 0, _FLEETS.encode())


def every_span(partition: str) -> Span:
    """Returns the span of the entries of one sort in all places, for verifications.

    partition: `instances` or `launches`.
    """
    begin, end = f"{partition}/".encode(), f"{partition}0".encode()  # 0 follows the slash
    return Span(Space.INSTANCES, 0, (begin, b""), (end, b""))


def _in(place: Place) -> str:
    return f"{place.account_id}/{place.region}"


def _entry(partition: str, sort: str) -> Entry[R]:
    return Entry(partition, sort, Space.INSTANCES)
