"""What is stored of AWS Backup: records in JSON under keys of the space BACKUP_PLANS.

docs/adr/0041-aws-backup.md lists the entries. Times are Unix time in milliseconds.
"""

from typing import Any, Final, Literal, NamedTuple, NotRequired, TypedDict

from jedlik.core.keys.key import Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import table_arn
from jedlik.features.backups.records import Backup
from jedlik.features.identity.records import Entry, R

RESOURCE_TYPE: Final = "DynamoDB"
_DUE: Final = "due"
_LAST_MS: Final = (1 << 48) - 1  # in an id: 48 bits
_LAST_BACKUP_MS: Final = 10**14 - 1  # in the id of a backup: 14 digits
_ID_TIME: Final = 13  # characters of an id that have the time
_AFTER_DIGITS: Final = "g"
_BACKUP_ID_TIME: Final = 14

BackupState = Literal["CREATED", "RUNNING", "ABORTING", "COMPLETED", "FAILED", "EXPIRED", "ABORTED"]
RestoreState = Literal["PENDING", "RUNNING", "COMPLETED", "FAILED"]
# What becomes due: a rule of a plan; a run of a rule; a job; the end of a recovery point.
DueKind = Literal["rule", "run", "backup", "restore", "point"]


class Place(NamedTuple):
    """An account in a Region: to what vaults, plans and jobs belong."""

    account_id: str
    region: str

    def arn(self, kind: str, name: str) -> str:
        """Returns the ARN of something of AWS Backup. kind: `backup-vault` or `backup-plan`."""
        return f"arn:aws:backup:{self.region}:{self.account_id}:{kind}:{name}"

    def table_arn(self, name: str) -> str:
        """Returns the ARN of a table."""
        return table_arn(self.region, self.account_id, name)


class DueRecord(TypedDict):
    """Something that is due. Id: its id; of a rule `PLAN/RULE`, of a recovery point the ARN of its
    backup.
    """

    AtMs: int
    Kind: DueKind
    AccountId: str
    Region: str
    Id: str


class SettingsRecord(TypedDict):
    """The settings of a Region. IsOptedIn: whether selections by tags find tables."""

    IsOptedIn: bool


class VaultRecord(TypedDict):
    """A vault. Points: the number of its recovery points. KeyArn: as the request named it."""

    AccountId: str
    Region: str
    Name: str
    CreatedMs: int
    Token: str
    Tags: dict[str, str]
    Points: int
    KeyArn: NotRequired[str]


class RuleRecord(TypedDict):
    """A rule of a plan. Document: the members of the request. DueMs: when it runs next, None if
    never.
    """

    Id: str
    Document: dict[str, Any]
    DueMs: int | None


class PlanRecord(TypedDict):
    """A plan. Selections: the CreatorRequestIds of its selections, by id. Digest: of its
    document.
    """

    AccountId: str
    Region: str
    Id: str
    Name: str
    VersionId: str
    CreatedMs: int
    Token: str
    Digest: str
    Tags: dict[str, str]
    Rules: list[RuleRecord]
    Selections: dict[str, str]
    LastRunMs: NotRequired[int]


class NameRecord(TypedDict):
    """The id of the plan that a document or a token leads to."""

    Id: str


class SelectionRecord(TypedDict):
    """A selection. IsEnforced: whether policies were enforced when it was made."""

    Id: str
    PlanId: str
    CreatedMs: int
    Token: str
    IsEnforced: bool
    Document: dict[str, Any]


class RunRecord(TypedDict):
    """A run of a rule. Plan and Rule: as they were when the rule was due. AtMs: the time of the
    schedule. After: the name of the last table that was looked at.
    """

    Id: str
    Plan: PlanRecord
    Rule: RuleRecord
    AtMs: int
    DueMs: int
    After: str


class JobRecord(TypedDict):
    """What backup jobs and restore jobs have.

    Token: that of the request, empty without one. DueMs: when it is looked at next. After its end:
    when it is deleted. Tries: how often it was looked at since its state changed.
    """

    Id: str
    AccountId: str
    Region: str
    CreatedMs: int
    Token: str
    Role: str
    IsEnforced: bool
    DueMs: int
    Tries: int
    Message: NotRequired[str]
    EndedMs: NotRequired[int]


class BackupJobRecord(JobRecord):
    """A backup job. BackupId: of the backup that it makes, empty before. BeganMs: when it began to
    make it. CreatedBy: the plan and the rule. Bytes: the size of the items. EndsAs: its last state,
    while it is ABORTING.
    """

    Vault: str
    TableName: str
    State: BackupState
    StartByMs: int
    CompleteByMs: NotRequired[int]
    Lifecycle: dict[str, Any]
    CreatedBy: NotRequired[dict[str, str]]
    BackupId: str
    BeganMs: NotRequired[int]
    Bytes: NotRequired[int]
    EndsAs: NotRequired[BackupState]


class RestoreJobRecord(JobRecord):
    """A restore job. Point: the ARN of the recovery point. TableId: of the table that it makes.
    Encryption: the SSESpecification, empty for that of the service's own key.
    """

    State: RestoreState
    Point: str
    PointCreatedMs: int
    SourceTable: str
    Vault: str
    Bytes: int
    TableName: str
    TableId: str
    Encryption: dict[str, Any]


class TokenRecord(TypedDict):
    """The job that a request with a token began. Digest: of the request."""

    Id: str
    Digest: str


class PointRecord(TypedDict):
    """A recovery point: the backup of a table, in a vault. DueMs: when it is deleted, None if never
    or if that is postponed.
    """

    Arn: str
    BackupId: str
    TableName: str
    Vault: str
    Role: str
    CreatedMs: int
    BeganMs: int
    CompletedMs: int
    Bytes: int
    Lifecycle: dict[str, Any]
    DueMs: int | None
    CreatedBy: NotRequired[dict[str, str]]
    RestoredMs: NotRequired[int]


# --- Where they are stored ------------------------------------------------------------------------


def vault_arn(place: Place, name: str) -> str:
    """Returns the ARN of a vault."""
    return place.arn("backup-vault", name)


def plan_arn(place: Place, plan_id: str) -> str:
    """Returns the ARN of a plan."""
    return place.arn("backup-plan", plan_id)


def settings_entry(place: Place) -> Entry[SettingsRecord]:
    """Returns where the settings of a place are stored."""
    return _entry("settings", place, "settings")


def vault_entry(place: Place, name: str) -> Entry[VaultRecord]:
    """Returns where a vault is stored."""
    return _entry("vaults", place, name)


def plan_entry(place: Place, plan_id: str) -> Entry[PlanRecord]:
    """Returns where a plan is stored."""
    return _entry("plans", place, plan_id)


def document_entry(place: Place, digest: str) -> Entry[NameRecord]:
    """Returns where the id of the plan with a document is stored. digest: of the document."""
    return _entry("plan documents", place, digest)


def plan_token_entry(place: Place, token: str) -> Entry[NameRecord]:
    """Returns where the id of the plan of a CreatorRequestId is stored."""
    return _entry("plan tokens", place, token)


def selection_entry(place: Place, plan_id: str, selection_id: str) -> Entry[SelectionRecord]:
    """Returns where a selection is stored."""
    return _entry(f"selections/{plan_id}", place, selection_id)


def run_entry(place: Place, run_id: str) -> Entry[RunRecord]:
    """Returns where a run is stored."""
    return _entry("runs", place, run_id)


def backup_job_entry(place: Place, job_id: str) -> Entry[BackupJobRecord]:
    """Returns where a backup job is stored. An id that no job can have leads to nothing."""
    return _entry("backup jobs", place, newest_first(job_id))


def restore_job_entry(place: Place, job_id: str) -> Entry[RestoreJobRecord]:
    """Returns where a restore job is stored."""
    return _entry("restore jobs", place, newest_first(job_id))


def token_entry(place: Place, kind: str, token: str) -> Entry[TokenRecord]:
    """Returns where a token is stored. kind: `backup` or `restore`."""
    return _entry("tokens", place, f"{kind}/{token}")


def point_entry(place: Place, table_name: str, backup_id: str) -> Entry[PointRecord]:
    """Returns where a recovery point is stored. The newest of a place comes first."""
    time, suffix = backup_id[:_BACKUP_ID_TIME], backup_id[_BACKUP_ID_TIME:]
    if not (time.isascii() and time.isdigit()):
        return _entry("points", place, f"-{backup_id}/{table_name}")  # no backup has this id
    return _entry("points", place, f"{_LAST_BACKUP_MS - int(time):014d}{suffix}/{table_name}")


def backup_entry(place: Place, table_name: str, backup_id: str) -> Entry[Backup]:
    """Returns where the backup of a recovery point is stored, see `features.backups.records`."""
    partition = f"{place.region}/{place.account_id}"
    return Entry(partition, f"{backup_id}\x00{table_name}", Space.BACKUP)


def due_entry(due: DueRecord) -> Entry[DueRecord]:
    """Returns where something that is due is stored: in the order of the times."""
    what = f"{due['Kind']}/{due['AccountId']}/{due['Region']}/{due['Id']}"
    return Entry(_DUE, f"{due['AtMs']:015d}/{what}", Space.BACKUP_PLANS)


def due(place: Place, kind: DueKind, identity: str, at_ms: int) -> DueRecord:
    """Returns what is due at a time."""
    return {
        "AtMs": at_ms,
        "Kind": kind,
        "AccountId": place.account_id,
        "Region": place.region,
        "Id": identity,
    }


def due_span(until_ms: int | None = None) -> Span:
    """Returns the span of what is due until a time, that time included, or of everything."""
    end = (f"{_DUE}\x00".encode(), b"")
    if until_ms is not None:
        end = (_DUE.encode(), f"{max(until_ms, 0) + 1:015d}".encode())
    return Span(Space.BACKUP_PLANS, 0, (_DUE.encode(), b""), end)


def later_span(now_ms: int) -> Span:
    """Returns the span of what is due after a time."""
    start = (_DUE.encode(), f"{max(now_ms, 0) + 1:015d}".encode())
    return Span(Space.BACKUP_PLANS, 0, start, (f"{_DUE}\x00".encode(), b""))


def span_of(kind: str, place: Place, after: str = "") -> Span:
    """Returns the span of the entries of one sort in a place. after: the sort key before it.

    kind: `vaults`, `plans`, `selections/PLAN`, `backup jobs`, `restore jobs`, `points`.
    """
    partition = _partition(kind, place).encode()
    return entries_of_partition(Space.BACKUP_PLANS, 0, partition, after.encode())


def every_span(kind: str) -> Span:
    """Returns the span of the entries of one sort in all places, for verifications."""
    start = f"{kind}/".encode()
    return Span(Space.BACKUP_PLANS, 0, (start, b""), (f"{kind}0".encode(), b""))


def jobs_created(span: Span, before_s: float | None, after_s: float | None) -> Span:
    """Returns the part of a span of jobs that has every job that was created between two times.

    before_s, after_s: Unix times in seconds, None for no bound. The part may have jobs of these
    very seconds too.
    """
    assert span.start is not None
    partition, sort = span.start
    if before_s is not None:
        sort = max(sort, _newest_at(before_s).encode())
    end = span.end
    if after_s is not None:
        end = (partition, f"{_newest_at(after_s)}{_AFTER_DIGITS}".encode())
    return Span(span.space, span.table, (partition, sort), end)


# --- Ids ------------------------------------------------------------------------------------------


def timed_id(now_ms: int, uuid: str) -> str:
    """Returns an id that begins with the time, in the form of a UUID. uuid: makes it unique."""
    digits = f"{now_ms & _LAST_MS:012x}"
    return f"{digits[:8]}-{digits[8:]}-{uuid[14:]}"


def newest_first(identity: str) -> str:
    """Returns a text by which the ids of `timed_id` are sorted, the newest first. A text that is no
    id gives one that no id has.
    """
    try:
        created_ms = int(identity[:8] + identity[9:_ID_TIME], 16)
    except ValueError:
        return f"-{identity[:64]}"
    return f"{(_LAST_MS - created_ms) & _LAST_MS:012x}{identity[_ID_TIME:64].lower()}"


def _newest_at(time_s: float) -> str:
    """Returns how the texts of `newest_first` begin at a time."""
    return f"{_LAST_MS - int(min(max(0.0, time_s * 1000), _LAST_MS)):012x}"


def _entry(kind: str, place: Place, sort: str) -> Entry[R]:
    return Entry(_partition(kind, place), sort, Space.BACKUP_PLANS)


def _partition(kind: str, place: Place) -> str:
    return f"{kind}/{place.account_id}/{place.region}"
