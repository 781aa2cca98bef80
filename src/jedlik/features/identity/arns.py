"""ARNs of identities.

Source: IAM User Guide, "IAM identifiers".
"""

from typing import Final, NamedTuple

from jedlik.features.identity.records import EntityRecord, Kind

AWS_POLICY: Final = "arn:aws:iam::aws:policy/"
_IAM: Final = "arn:aws:iam::"


class IamArn(NamedTuple):
    """The parts of `arn:aws:iam::<account>:<kind><path><name>`. account_id: `aws` for AWS's own."""

    account_id: str
    kind: str
    path: str
    name: str


def iam_arn(account_id: str, kind: Kind, path: str, name: str) -> str:
    """Returns the ARN of an entity."""
    return f"{_IAM}{account_id}:{kind}{path}{name}"


def arn_of(record: EntityRecord, kind: Kind) -> str:
    """Returns the ARN of a stored entity."""
    return iam_arn(record["AccountId"], kind, record["Path"], record["Name"])


def parse_iam_arn(text: str) -> IamArn | None:
    """Returns the parts of the ARN of an entity, or None if `text` is something else.

    An entity has only one ARN. Policies compare texts, so with a second spelling (`policy//P`) a
    request would escape a Deny.
    """
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[:4] != ["arn", "aws", "iam", ""]:
        return None
    kind, slash, rest = parts[5].partition("/")
    path, divider, name = rest.rpartition("/")
    if not slash or not name or (divider and not path):
        return None
    return IamArn(parts[4], kind, f"/{path}/" if path else "/", name)


def role_session_arn(account_id: str, role_name: str, session_name: str) -> str:
    """Returns the ARN of a session of a role. The path of the role is not part of it."""
    return f"arn:aws:sts::{account_id}:assumed-role/{role_name}/{session_name}"


def federated_user_arn(account_id: str, name: str) -> str:
    """Returns the ARN of a session of GetFederationToken."""
    return f"arn:aws:sts::{account_id}:federated-user/{name}"
