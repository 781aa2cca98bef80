"""Managed policies of customers, and their versions."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.document import parse_new_identity
from jedlik.features.identity.arns import AWS_POLICY
from jedlik.features.identity.aws_policies import AwsPolicy
from jedlik.features.identity.entities import (
    Named,
    delete_entity,
    new_entity,
    own_policy_at,
    policy_at,
)
from jedlik.features.identity.limits import MANAGED_POLICY_CHARACTERS, VERSIONS
from jedlik.features.identity.links import usage_of
from jedlik.features.identity.records import (
    DocumentVersionRecord,
    PolicyRecord,
    VersionRecord,
    policy_entry,
    version_entry,
)
from jedlik.features.identity.refusals import limit_exceeded, no_such_entity, quota_exceeded
from jedlik.features.identity.transaction import Transaction
from jedlik.features.identity.unique_ids import POLICY

_TOO_MANY_VERSIONS: Final = (
    f"A managed policy can have up to {VERSIONS} versions. Before you create a new version, you"
    " must delete an existing version."
)
_HAS_VERSIONS: Final = (
    "This policy has more than one version. Before you delete a policy, you must delete the"
    " policy's versions. The default version is deleted with the policy."
)


class NewPolicy(NamedTuple):
    """The members of CreatePolicy."""

    path: str
    document: str
    description: str
    tags: Mapping[str, str]


class Version(NamedTuple):
    """A version of a managed policy, as clients see it."""

    id: str
    is_default: bool
    created_s: int
    document: str


def check_document(document: str) -> None:
    """Raises Reject if a document is not valid or too large for a managed policy."""
    policy = parse_new_identity(document)
    if policy.characters > MANAGED_POLICY_CHARACTERS:
        raise quota_exceeded("PolicySize", MANAGED_POLICY_CHARACTERS)


async def create_policy(transaction: Transaction, named: Named, new: NewPolicy) -> PolicyRecord:
    """Creates a managed policy whose document is valid. Raises Reject."""
    entity = await new_entity(transaction, named, POLICY, new.path)
    policy: PolicyRecord = {
        **entity,
        "Tags": dict(new.tags),
        "Description": new.description,
        "UpdatedS": transaction.now_s,
        "Document": new.document,
        "Default": 1,
        "Versions": [{"Number": 1, "CreatedS": transaction.now_s}],
        "LastNumber": 1,
    }
    _store(transaction, policy)
    return policy


async def delete_policy(transaction: Transaction, account_id: str, arn: str) -> None:
    """Deletes a managed policy that has one version and is not in use. Raises Reject."""
    _check_own(arn)
    policy = await own_policy_at(transaction, account_id, arn)
    usage = await usage_of(transaction, account_id, policy["Id"])
    if usage["Attached"] or usage["Boundaries"]:
        raise _conflict("Cannot delete a policy attached to entities.")
    if len(policy["Versions"]) > 1:
        raise _conflict(_HAS_VERSIONS)
    delete_entity(transaction, policy, "policy")


async def create_version(
    transaction: Transaction, account_id: str, arn: str, document: str, *, is_default: bool
) -> Version:
    """Adds a version with a valid document. Numbers are never used again. Raises Reject."""
    _check_own(arn)
    policy = await own_policy_at(transaction, account_id, arn)
    if len(policy["Versions"]) >= VERSIONS:
        raise limit_exceeded(_TOO_MANY_VERSIONS)
    number = policy["LastNumber"] + 1
    policy["LastNumber"] = number
    policy["Versions"].append({"Number": number, "CreatedS": transaction.now_s})
    policy["UpdatedS"] = transaction.now_s
    _put_document(transaction, policy, number, document)
    if is_default:
        await _make_default(transaction, policy, number)
    _store(transaction, policy)
    return Version(f"v{number}", is_default, transaction.now_s, document)


async def delete_version(
    transaction: Transaction, account_id: str, arn: str, version_id: str
) -> None:
    """Deletes a version that is not the default. Raises Reject."""
    _check_own(arn)
    policy, version = await _own_version(transaction, account_id, arn, version_id)
    if version["Number"] == policy["Default"]:
        raise _conflict("Cannot delete the default version of a policy.")
    policy["Versions"].remove(version)
    policy["UpdatedS"] = transaction.now_s
    transaction.delete(version_entry(account_id, policy["Id"], version["Number"]))
    _store(transaction, policy)


async def set_default_version(
    transaction: Transaction, account_id: str, arn: str, version_id: str
) -> None:
    """Makes a version the one that applies. Raises Reject."""
    _check_own(arn)
    policy, version = await _own_version(transaction, account_id, arn, version_id)
    await _make_default(transaction, policy, version["Number"])
    policy["UpdatedS"] = transaction.now_s
    _store(transaction, policy)


async def version_of(
    transaction: Transaction, account_id: str, arn: str, version_id: str
) -> Version:
    """Returns a version with its document. Raises Reject with NoSuchEntity."""
    policy = await _versioned(transaction, account_id, arn, version_id)
    if isinstance(policy, AwsPolicy):
        if version_id != policy.version:
            raise _no_version(arn, version_id)
        return Version(policy.version, True, policy.updated_s, policy.document)
    version = _version_in(policy, arn, version_id)
    document = await _document(transaction, policy, version["Number"])
    is_default = version["Number"] == policy["Default"]
    return Version(version_id, is_default, version["CreatedS"], document)


async def versions_of(transaction: Transaction, policy: PolicyRecord | AwsPolicy) -> list[Version]:
    """Returns the versions of a policy with their documents, the newest first."""
    if isinstance(policy, AwsPolicy):
        return [Version(policy.version, True, policy.updated_s, policy.document)]
    return [
        Version(
            f"v{each['Number']}",
            each["Number"] == policy["Default"],
            each["CreatedS"],
            await _document(transaction, policy, each["Number"]),
        )
        for each in reversed(policy["Versions"])
    ]


async def _versioned(
    transaction: Transaction, account_id: str, arn: str, version_id: str
) -> PolicyRecord | AwsPolicy:
    """Returns the policy of a version. The error of a missing policy names the version too."""
    try:
        return await policy_at(transaction, account_id, arn)
    except Reject as reject:
        if reject.error.code == "NoSuchEntity":
            raise _no_version(arn, version_id) from None
        raise


async def _own_version(
    transaction: Transaction, account_id: str, arn: str, version_id: str
) -> tuple[PolicyRecord, VersionRecord]:
    policy = await _versioned(transaction, account_id, arn, version_id)
    assert not isinstance(policy, AwsPolicy), "nobody may change a policy of AWS"
    return policy, _version_in(policy, arn, version_id)


async def _make_default(transaction: Transaction, policy: PolicyRecord, number: int) -> None:
    """Exchanges the document in the record for that of a version."""
    if number == policy["Default"]:
        return
    document = await _document(transaction, policy, number)
    _put_document(transaction, policy, policy["Default"], policy["Document"])
    transaction.delete(version_entry(policy["AccountId"], policy["Id"], number))
    policy["Document"] = document
    policy["Default"] = number


async def _document(transaction: Transaction, policy: PolicyRecord, number: int) -> str:
    if number == policy["Default"]:
        return policy["Document"]
    entry = version_entry(policy["AccountId"], policy["Id"], number)
    record = await transaction.get(entry)
    return "" if record is None else record["Document"]  # None: read at two moments, see transact


def _put_document(
    transaction: Transaction, policy: PolicyRecord, number: int, document: str
) -> None:
    record: DocumentVersionRecord = {"Document": document}
    transaction.put(version_entry(policy["AccountId"], policy["Id"], number), record)


def _version_in(policy: PolicyRecord, arn: str, version_id: str) -> VersionRecord:
    for version in policy["Versions"]:
        if f"v{version['Number']}" == version_id:
            return version
    raise _no_version(arn, version_id)


def _no_version(arn: str, version_id: str) -> Reject:
    text = f"Policy {arn} version {version_id} does not exist or is not attachable."
    return no_such_entity(text)


def _check_own(arn: str) -> None:
    # Source of the code: IAM API Reference, AccessDenied for changes of managed policies of AWS.
    if arn.startswith(AWS_POLICY):
        message = "Cannot perform the operation on a policy that AWS manages."
        raise Reject(ServiceError("AccessDeniedException", message))


def _conflict(text: str) -> Reject:
    return Reject(ServiceError("DeleteConflict", text))


def _store(transaction: Transaction, policy: PolicyRecord) -> None:
    transaction.put(policy_entry(policy["AccountId"], policy["Id"]), policy)
