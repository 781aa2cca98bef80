"""The resource of an explanation: its ARN, its policy, and the condition keys that it gives."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.apis.condition_keys import tag_keys
from jedlik.core.errors import Reject, invalid
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import NO_RESOURCE_POLICY, ResourcePolicy, trust_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import ARN_PARTS, Values, arn_parts
from jedlik.core.types.arn import parse_table_arn, table_arn
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.key_policies import key_at, policy_in
from jedlik.features.identity.arns import arn_of, parse_iam_arn
from jedlik.features.identity.documents import evaluated_text, shown_text
from jedlik.features.identity.entities import Named, entity_named, role_named
from jedlik.features.identity.records import Kind
from jedlik.features.identity.transaction import Transaction
from jedlik.features.resource_policies.lookup import document_on
from jedlik.features.tables.name import find_table

ANYTHING: Final = "*"
_AWS: Final = "aws"  # in place of an account, in ARNs of managed policies of AWS
_ASSUME: Final = "sts:"
# How refusals of IAM name entities: `role Reader`. A policy is named by its ARN, a new one by its
# name, and a list of policies by a path.
_TITLES: Final[Mapping[str, Kind]] = {
    "user": "user",
    "group": "group",
    "role": "role",
    "policy": "policy",
    "instance profile": "instance-profile",
}


class Resource(NamedTuple):
    """A resource. arn: `*` if an action has none. title: how a refusal names it.

    account_id: of its owner. policy: its policy, and `document` its text as clients see it.
    policy_type: `resource`, `key` or `trust`. keys: condition keys that it gives.
    """

    arn: str
    title: str
    account_id: str
    policy: ResourcePolicy = NO_RESOURCE_POLICY
    document: str = ""
    policy_type: str = "resource"
    keys: Mapping[str, Values] = {}


async def arn_named(context: Context, action: str, text: str) -> str:
    """Returns the ARN of the resource that a request names. Raises Reject."""
    if text == ANYTHING or text.startswith("arn:"):
        return text
    if text.startswith("policy arn:"):
        return text.removeprefix("policy ")
    if text.startswith("policy path /"):
        return f"arn:aws:iam::{context.account_id}:policy{text.removeprefix('policy path ')}"
    for title, kind in _TITLES.items():
        if text.startswith(f"{title} "):
            return await _arn_of_entity(context, kind, text.removeprefix(f"{title} "))
    if action.startswith("dynamodb:") and ":" not in text:
        return table_arn(context.region, context.account_id, text)
    raise invalid(f"Resource must be an ARN, the name of a table, or *: {text}")


def owner_of(context: Context, arn: str) -> str:
    """Returns the account that owns a resource, the caller's if the ARN names none."""
    parts = arn_parts(arn)
    account_id = parts[4] if len(parts) == ARN_PARTS else ""
    return context.account_id if account_id in {"", _AWS} else account_id


async def resource_at(
    transaction: Transaction, context: Context, action: str, named: str
) -> Resource:
    """Returns a resource with its policy, if it exists. Raises Reject.

    named: as the request names it. A refusal of the service names it so too, if by words.

    Of a resource of another account it is the ARN alone. Everything else would show its policy and
    its tags to an account that may not read them, even the decision.
    """
    arn = await arn_named(context, action, named)
    title = named if " " in named else arn
    resource = Resource(arn, title, owner_of(context, arn))
    if resource.account_id != context.account_id:
        return resource
    if ":key/" in arn:
        return await _key(context, resource)
    if action.startswith(_ASSUME):
        return await _role(transaction, resource)
    return await _table(context, resource)


async def _table(context: Context, resource: Resource) -> Resource:
    """Adds what a table or a stream gives. An index has the policy and the tags of its table."""
    parsed = parse_table_arn(resource.arn)
    if parsed is None:
        return resource
    name = resource.arn
    if parsed.resource.startswith("index/"):
        name = table_arn(parsed.region, parsed.account_id, parsed.table_name)
    table = await find_table(context, name)
    found = await document_on(context, name, table)
    if found is not None:
        resource = resource._replace(policy=found[0], document=found[1])
    if table is None:
        return resource
    tags = [(each["Key"], each["Value"]) for each in table.record["Tags"]]
    return resource._replace(keys=_one_each(tag_keys("aws:resourcetag/", tags)))


async def _key(context: Context, resource: Resource) -> Resource:
    record = await key_at(context, resource.arn)
    if record is None:
        return resource._replace(policy_type="key")
    return resource._replace(policy=policy_in(record), document=record["Policy"], policy_type="key")


async def _role(transaction: Transaction, resource: Resource) -> Resource:
    """Adds what a role gives to whoever wants to assume it."""
    parsed = parse_iam_arn(resource.arn)
    if parsed is None or parsed.kind != "role":
        return resource
    try:
        role = await role_named(transaction, parsed.account_id, parsed.name)
    except Reject:
        return resource
    if arn_of(role, "role") != resource.arn:
        return resource
    tags = list(role["Tags"].items())
    return resource._replace(
        policy=trust_policy(parse_policy(evaluated_text(role["Trust"]), PolicyKind.TRUST)),
        document=await shown_text(transaction, role["Trust"]),
        policy_type="trust",
        keys={**tag_keys("aws:resourcetag/", tags), **tag_keys("iam:resourcetag/", tags)},
    )


async def _arn_of_entity(context: Context, kind: Kind, name: str) -> str:
    """Returns the ARN of an entity. A user who named no user in his request is `nullAnna`."""
    transaction = Transaction(context.node)
    for each in (name, name.removeprefix("null")):
        try:
            record = await entity_named(transaction, Named(context.account_id, kind, each))
        except Reject:
            continue
        return arn_of(record, kind)
    return f"arn:aws:iam::{context.account_id}:{kind}/{name}"


def _one_each(keys: Mapping[str, Values]) -> dict[str, Values]:
    """Returns the keys of tags without those that differ only in case: policies mix them up."""
    return {key: values for key, values in keys.items() if len(values) == 1}
