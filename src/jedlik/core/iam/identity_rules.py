"""The rules for policies of identities, boundaries and session policies, in IAM's order and words.

Sources: moto `iam/policy_validation.py`, believed to be verified on AWS, and its continuation in
LocalStack, which looks for missing resources last; hashicorp/terraform issue 13449 for a principal.
"""

import re
from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.iam.conditions.ordered import parse_date
from jedlik.core.iam.faults import LEGACY, SYNTAX, malformed
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.written import VERSION_2012, Element, WrittenPolicy, WrittenStatement

_PARTITIONS: Final = ("aws", "*")
_NOT_OF_A_VENDOR: Final = re.compile(r"[^a-zA-Z0-9\-.]")
_SID: Final = re.compile(r"[0-9A-Za-z]*")
_IAM_PATHS: Final = (
    *("user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/"),
    *("server-certificate/", "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/"),
    "access-report/",
)
_ARN_COLONS: Final = 5


def check_identity(policy: WrittenPolicy, kind: PolicyKind) -> None:
    """Raises the first error of a document in the order of the service."""
    statements = policy.statements
    if not statements or any(each.effect is None for each in statements):
        raise malformed(kind, SYNTAX)
    if any(each.principal is not None for each in statements):
        raise malformed(kind, "Policy document should not specify a principal.")
    if kind is not PolicyKind.SESSION and policy.version != VERSION_2012:
        raise malformed(kind, "Policy document must be version 2012-10-17 or greater.")
    if any(not _passes_legacy_parsing(each) for each in statements):
        raise malformed(kind, LEGACY)
    resource_fault = _resource_fault(statements, kind)
    _check_sids(statements, kind)
    if any(each.action is None or not each.action.texts for each in statements):
        raise malformed(kind, "Policy statement must contain actions.")
    if resource_fault is not None:
        raise resource_fault
    for action in _texts([each.action for each in statements]):
        fault = action_fault(action)
        if fault is not None:
            raise malformed(kind, fault)
    if any(each.resource is None or not each.resource.texts for each in statements):
        raise malformed(kind, "Policy statement must contain resources.")


def action_fault(action: str) -> str | None:
    """Returns what is wrong with an action, or None."""
    vendor, *names = action.split(":")
    if not names and vendor != "*":
        return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    if len(names) > 1:
        return "Actions/Condition can contain only one colon."
    if vendor != "*" and _NOT_OF_A_VENDOR.search(vendor):
        return f"Vendor {vendor} is not valid"
    return None


def resource_fault(resource: str) -> str | None:
    """Returns what is wrong with a resource that is no `*`, or None."""
    _, colon, rest = resource.partition(":")
    if not colon:
        return f'Resource {resource} must be in ARN format or "*".'
    partition, colon, rest = rest.partition(":")
    if partition not in _PARTITIONS:
        parts = rest.split(":", 3)
        if parts == [""]:
            parts = []
        shown = ":".join(parts + ["*"] * (4 - len(parts)))
        return f'Partition "{partition}" is not valid for resource "arn:{partition}:{shown}".'
    if not colon:
        return "Resource vendor must be fully qualified and cannot contain regexes."
    service, _, rest = rest.partition(":")
    region, _, rest = rest.partition(":")
    _, _, path = rest.partition(":")
    if service == "iam":
        if region:
            return f"IAM resource {resource} cannot contain region information."
        if rest.startswith("${"):  # an older parser refuses it, see `new_documents`
            return None
        if path not in {"*", "root"} and not path.startswith(_IAM_PATHS):
            paths = ", ".join(_IAM_PATHS)
            return f'IAM resource path must either be "*" or start with {paths}.'
    if service == "s3" and region and not path.startswith("accesspoint/"):
        return f"Resource {resource} can not contain region information."
    return None


def _passes_legacy_parsing(statement: WrittenStatement) -> bool:
    """Returns whether effect and dates are as an older parser of the service accepts them."""
    if statement.effect not in {"Allow", "Deny"}:
        return False
    dates = [
        text
        for condition in statement.conditions
        if condition.comparison.operator.name.startswith("Date")
        for text in condition.texts
    ]
    return all(parse_date(text) is not None for text in dates)


def _resource_fault(statements: Sequence[WrittenStatement], kind: PolicyKind) -> Reject | None:
    """Returns the last fault of a resource. Raises the error of the older parser.

    The order is that of the service: all Resource elements, then all NotResource elements, each in
    descending order. The older parser looks at a resource only as long as no fault was found.
    """
    fault: str | None = None
    for is_negated in (False, True):
        for statement in statements:
            element = statement.resource
            if element is None or element.is_negated is not is_negated:
                continue
            texts = [text for text in sorted(element.texts, reverse=True) if text != "*"]
            for text in texts:
                fault = resource_fault(text) or fault
            if fault is None and not all(_is_whole_arn(text) for text in texts):
                raise malformed(kind, LEGACY)
    return None if fault is None else malformed(kind, fault)


def _is_whole_arn(text: str) -> bool:
    """Returns whether a resource has all parts or no empty one, and names a service."""
    has_parts = text.count(":") >= _ARN_COLONS or "::" not in text
    return has_parts and text.split(":")[2] != ""


def _check_sids(statements: Sequence[WrittenStatement], kind: PolicyKind) -> None:
    sids = [each.sid for each in statements if each.sid]
    if len(set(sids)) < len(sids):
        raise malformed(kind, "Statement IDs (SID) in a single policy must be unique.")
    if not all(_SID.fullmatch(sid) for sid in sids):
        raise malformed(
            kind,
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
            " expression [0-9A-Za-z]*",
        )


def _texts(elements: Sequence[Element | None]) -> list[str]:
    """Returns the texts of plain elements, then those of negated ones."""
    found = [each for each in elements if each is not None]
    found.sort(key=lambda each: each.is_negated)
    return [text for each in found for text in each.texts]
