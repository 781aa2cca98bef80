"""What a document must satisfy only when it is stored: the service evaluates older ones as before.

- It does not begin with white space. Sources: velero #1494 and aws-blockchain-node-runners #94.
- The account in the ARN of a resource is a number, `aws`, or a wildcard. Policy variables are only
  allowed after the fifth colon. Sources: IAM User Guide, "IAM policy elements: Variables and tags";
  next-s3-upload #58 for a text in place of the number; public logs of CreatePolicy of 2026 for a
  variable. The simulator does not look at it.
"""

import re
from typing import Final

from jedlik.core.iam.faults import LEGACY, malformed
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.shared_providers import check_shared_providers
from jedlik.core.iam.written import WrittenPolicy

_ACCOUNT: Final = re.compile(r"aws|[0-9*?]*")
_ACCOUNT_AT: Final = 4  # among the parts of an ARN
_COLONS: Final = 5


def check_new_identity(policy: WrittenPolicy, text: str) -> None:
    """Raises Reject for a policy of identities that is stored. text: the document."""
    elements = [each.resource for each in policy.statements if each.resource is not None]
    resources = [resource for each in elements for resource in each.texts]
    if text[0].isspace() or not all(names_account(each) for each in resources):
        raise malformed(PolicyKind.IDENTITY, LEGACY)


def check_new_trust(policy: WrittenPolicy, text: str) -> None:
    """Raises Reject for a trust policy that is stored. text: the document."""
    if text[0].isspace():
        raise malformed(PolicyKind.TRUST, "JSON strings must not have leading spaces")
    check_shared_providers(policy)


def names_account(resource: str) -> bool:
    """Returns whether the account in an ARN is possible. An ARN without one is."""
    parts = resource.split(":", _COLONS)
    return len(parts) <= _COLONS or _ACCOUNT.fullmatch(parts[_ACCOUNT_AT]) is not None
