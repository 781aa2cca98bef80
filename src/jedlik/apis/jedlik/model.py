"""Requests and answers of the operations. Times are Unix time in seconds."""

from typing import Annotated, Final, Literal, NotRequired, Required, TypedDict

from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.constraints import at_least, at_most, max_length, min_length
from jedlik.core.types.structures import Long
from jedlik.wire.shapes.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
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


_Arn = Annotated[str, min_length(1), max_length(2048)]


class ExplainAccessRequest(TypedDict, total=False):
    """ExplainAccess. Either Message, or Action and Resource.

    Message: the text of a refusal, with or without what a tool prints around it.
    Principal: an ARN of a user, a role, a session of a role or the root, or short `user/NAME`,
        `role/NAME` or `root`. The caller if it is absent.
    Action: `dynamodb:PutItem`, or the name of an operation.
    Resource: an ARN, the name of a table, `TABLE/index/NAME`, or `*`.
    Context: the values of condition keys that the request would have.
    SessionPolicies, SessionPolicyArns: the session policies with which a session was made. Nobody
        else knows them. Those of the caller's own session are known.
    """

    Message: Annotated[str, min_length(1), max_length(16384)]
    Principal: _Arn
    Action: Annotated[str, min_length(1), max_length(128)]
    Resource: _Arn
    Context: Annotated[dict[str, list[str]], max_length(100)]
    SessionPolicies: Annotated[list[str], max_length(10)]
    SessionPolicyArns: Annotated[list[_Arn], max_length(10)]


class ExplainedStatement(TypedDict):
    """A statement that covers the action.

    PolicyType: `managed` and `inline` policies of identities, `boundary`, `session`, `resource`,
        `key`, `trust`. AttachedTo: whose policy it is: `user Anna`, `group Readers`.
    Number: of the statement in its document, from 1.
    Statement: the statement as JSON. It, Sid and Unmet are absent if the policy belongs to another
        account.
    Applies: whether it applies to the request. Contribution: `allow`, `deny` or `none`.
    Unmet: why it does not apply, in words.
    Summary: all of this in one sentence.
    """

    PolicyType: str
    PolicyName: NotRequired[str]
    PolicyArn: NotRequired[str]
    AttachedTo: NotRequired[str]
    Number: int
    Sid: NotRequired[str]
    Effect: Literal["Allow", "Deny"]
    Statement: NotRequired[object]
    Applies: bool
    Contribution: Literal["allow", "deny", "none"]
    Unmet: NotRequired[list[str]]
    Summary: str


class ExplainAccessResponse(TypedDict):
    """What was decided, and why.

    DecidedBy: the kind of policy that decided, as messages name it, or `root`.
    Reasons: the decision in sentences. The first says what decided; for a denial, the others say
        what else would refuse.
    Message: what the service answers, if it refuses.
    Outcomes: what each kind of policy alone says.
    MissingContext: condition keys that statements looked at and for which no value was given.
    Notes: what an explanation cannot know.
    """

    Decision: Literal["allowed", "explicitDeny", "implicitDeny"]
    Principal: str
    Action: str
    Resource: str
    DecidedBy: str
    Reasons: list[str]
    Message: NotRequired[str]
    Outcomes: dict[str, str]
    Statements: list[ExplainedStatement]
    MissingContext: list[str]
    Notes: list[str]


class ListImportErrorsRequest(TypedDict, total=False):
    """ListImportErrors. Start: the number of the first line."""

    ImportArn: Required[Annotated[str, min_length(37), max_length(1024)]]
    Start: Annotated[int, at_least(0), at_most(1_000_000)]


class ListImportErrorsResponse(TypedDict):
    """Lines of JSON. Next: the number of the line that follows, absent at the end."""

    Lines: list[str]
    Next: NotRequired[int]


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


# A name or an ARN. What is neither is answered as by operations on items.
_TableName = Annotated[str, min_length(1), max_length(1024)]
_Token = Annotated[str, min_length(1), max_length(2048)]


class GetItemHistoryRequest(TypedDict, total=False):
    """GetItemHistory. Limit: the maximum number of versions, 25 if it is absent."""

    TableName: Required[_TableName]
    Key: Required[Item]
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]
    Limit: Annotated[int, at_least(1), at_most(100)]
    NextToken: _Token


class ItemVersion(TypedDict):
    """What one commit made of an item.

    CommittedAt, SequenceNumber, Change: absent if the commit was made before the history begins.
    SequenceNumber: as in the stream of the table. ByService: present if time to live deleted the
    item. Item: the item as JSON of DynamoDB. Absent if the commit deleted it.
    """

    CommittedAt: NotRequired[float]
    SequenceNumber: NotRequired[str]
    Change: NotRequired[Literal["INSERT", "MODIFY", "REMOVE"]]
    ByService: NotRequired[bool]
    Item: NotRequired[object]


class GetItemHistoryResponse(TypedDict):
    """Versions, the newest first.

    BeginsAt: when the history begins. ScannedCount: how many changes of the table were read.
    NextToken: absent if these are the last versions. With it, there may be no versions here.
    """

    Versions: list[ItemVersion]
    BeginsAt: float
    ScannedCount: int
    NextToken: NotRequired[str]


class GetChangeCountsRequest(TypedDict, total=False):
    """GetChangeCounts. FromTime is inclusive, ToTime exclusive. Period: in seconds."""

    TableName: Required[_TableName]
    FromTime: Required[Annotated[Long, at_least(0), at_most(253_402_300_799)]]
    ToTime: Required[Annotated[Long, at_least(0), at_most(253_402_300_799)]]
    Period: Required[Annotated[int, at_least(1), at_most(86_400)]]
    NextToken: _Token


class PeriodCount(TypedDict):
    """How many items were created, changed and deleted in a period. StartTime: its begin."""

    StartTime: int
    Created: int
    Modified: int
    Deleted: int


class GetChangeCountsResponse(TypedDict):
    """The periods with changes, in order of time.

    BeginsAt, ScannedCount: as in GetItemHistory. NextToken: present if not everything was counted.
    The counts of the next answer are to be added.
    """

    Counts: list[PeriodCount]
    BeginsAt: float
    ScannedCount: int
    NextToken: NotRequired[str]


GET_INSTANCE_METADATA: Final = Request[GetInstanceMetadataRequest](
    *members_of(GetInstanceMetadataRequest, {})
)
GET_INSTANCE_CREDENTIALS: Final = Request[GetInstanceCredentialsRequest](
    *members_of(GetInstanceCredentialsRequest, {})
)
EXPLAIN_ACCESS: Final = Request[ExplainAccessRequest](*members_of(ExplainAccessRequest, {}))
LIST_IMPORT_ERRORS: Final = Request[ListImportErrorsRequest](
    *members_of(ListImportErrorsRequest, {})
)
SIGN_IN: Final = Request[SignInRequest](*members_of(SignInRequest, {}), is_signed=False)
GET_ITEM_HISTORY: Final = Request[GetItemHistoryRequest](
    *members_of(GetItemHistoryRequest, {AttributeValue: ATTRIBUTE_VALUE, Item: ATTRIBUTE_MAP})
)
GET_CHANGE_COUNTS: Final = Request[GetChangeCountsRequest](*members_of(GetChangeCountsRequest, {}))
