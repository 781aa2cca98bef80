"""Requests and answers of all operations. Times are Unix time in seconds."""

from typing import Annotated, Final, Literal, NotRequired, Required, TypedDict

from jedlik.core.types.constraints import at_least, at_most, max_length, min_length
from jedlik.wire.shapes.declaration import members_of
from jedlik.wire.shapes.request import Request

_InstanceId = Annotated[str, min_length(1), max_length(64)]


class GetInstanceMetadataRequest(TypedDict, total=False):
    """GetInstanceMetadata."""

    InstanceId: Required[_InstanceId]


class EndpointOptions(TypedDict):
    """How the metadata endpoint of an instance answers, as in ModifyInstanceMetadataOptions."""

    HttpTokens: str
    HttpEndpoint: str
    InstanceMetadataTags: str


class GetInstanceMetadataResponse(TypedDict):
    """What the metadata endpoint of an instance shows.

    State: as in DescribeInstances. UserData: in base64. ProfileArn, ProfileId: of its instance
    profile. RoleId, RoleName: of the role in it. All four are absent if there is no role.
    """

    InstanceId: str
    State: str
    AccountId: str
    Region: str
    Zone: str
    ZoneId: str
    ImageId: str
    InstanceType: str
    Architecture: str
    LaunchIndex: int
    LaunchS: int
    ReservationId: str
    PrivateIp: str
    HostName: str
    SecurityGroups: list[str]
    SubnetId: str
    VpcId: str
    Tags: dict[str, str]
    Endpoint: EndpointOptions
    UserData: NotRequired[str]
    KeyName: NotRequired[str]
    PublicKey: NotRequired[str]
    ProfileArn: NotRequired[str]
    ProfileId: NotRequired[str]
    RoleId: NotRequired[str]
    RoleName: NotRequired[str]


class GetInstanceCredentialsRequest(TypedDict, total=False):
    """GetInstanceCredentials. Delivery: the version of the metadata service that asks."""

    InstanceId: Required[_InstanceId]
    Delivery: Literal["1.0", "2.0"]


class GetInstanceCredentialsResponse(TypedDict):
    """The credentials of the role of an instance.

    Code: `Success`, or why there are none; then all other members but RoleName are absent. RoleName
    is absent if the instance has no role.
    """

    Code: str
    RoleName: NotRequired[str]
    AccessKeyId: NotRequired[str]
    SecretAccessKey: NotRequired[str]
    SessionToken: NotRequired[str]
    IssuedS: NotRequired[int]
    ExpiresS: NotRequired[int]


class SignInRequest(TypedDict, total=False):
    """SignIn.

    Account: its id or its alias. NewPassword: replaces a password that must be changed.
    """

    Account: Required[Annotated[str, min_length(1), max_length(63)]]
    UserName: Required[Annotated[str, min_length(1), max_length(64)]]
    Password: Required[str]
    NewPassword: str
    DurationSeconds: Annotated[int, at_least(900), at_most(43_200)]


class SignInCredentials(TypedDict):
    """Temporary credentials. Expiration: when they end."""

    AccessKeyId: str
    SecretAccessKey: str
    SessionToken: str
    Expiration: int


class SignInResponse(TypedDict):
    """The answer of SignIn."""

    Credentials: SignInCredentials


GET_INSTANCE_METADATA: Final = Request[GetInstanceMetadataRequest](
    *members_of(GetInstanceMetadataRequest, {})
)
GET_INSTANCE_CREDENTIALS: Final = Request[GetInstanceCredentialsRequest](
    *members_of(GetInstanceCredentialsRequest, {})
)
SIGN_IN: Final = Request[SignInRequest](*members_of(SignInRequest, {}), is_signed=False)
