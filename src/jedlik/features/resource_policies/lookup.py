"""The policies that take part in a decision, and what clients read of them."""

from jedlik.core.iam.policies import NO_RESOURCE_POLICY, ResourcePolicy, table_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_record import StoredResourcePolicy
from jedlik.engine.table_state import status_at
from jedlik.features.resource_policies.change import policy_from_bytes
from jedlik.features.resource_policies.documents import compiled, shown
from jedlik.features.resource_policies.resource import Resource, is_stream, stream_missing
from jedlik.features.streams.name import find_stream, stream_at
from jedlik.features.streams.records import StreamEntry, stream_policy_key
from jedlik.features.tables.name import named_table, named_table_not_found


async def resource_policy(context: Context, name: str, table: Table | None) -> ResourcePolicy:
    """Returns the policy of the table or stream that a request names, for a decision about it.

    A document that cannot be read denies everything.

    name: a name or an ARN, of any account. table: the table that it leads to, or None.
    """
    stored, kind = None, PolicyKind.TABLE
    if table is not None:
        stored = table.record.get("ResourcePolicy")
    elif is_stream(name):
        kind = PolicyKind.STREAM
        entry = await stream_at(context, name)
        stored = None if entry is None else await _policy_of_stream(context, entry)
    if stored is None or "Text" not in stored:
        return NO_RESOURCE_POLICY
    return table_policy(compiled(stored, kind))


async def document_on(
    context: Context, name: str, table: Table | None
) -> tuple[ResourcePolicy, str] | None:
    """Returns the policy that `resource_policy` finds, with its text as clients see it."""
    policy = await resource_policy(context, name, table)
    if policy is NO_RESOURCE_POLICY:
        return None
    if table is not None:
        stored = table.record.get("ResourcePolicy")
    else:
        entry = await stream_at(context, name)
        stored = None if entry is None else await _policy_of_stream(context, entry)
    return (
        None if stored is None or "Text" not in stored else (policy, await shown(context, stored))
    )


async def stored_policy(context: Context, resource: Resource) -> StoredResourcePolicy | None:
    """Returns the stored policy of a table or stream, None if it has none.

    Raises Reject with ResourceNotFoundException if there is no such resource, or if the table is
    being created.
    """
    if resource.label:
        entry = await find_stream(context, resource.arn)
        if entry is None:
            raise stream_missing(resource)
        stored = await _policy_of_stream(context, entry)
    else:
        table = await named_table(context, resource.arn)
        if status_at(table.record, context.node.clock.now_ms()) == "CREATING":
            raise named_table_not_found(resource.table_name)
        stored = table.record.get("ResourcePolicy")
    return stored if stored is not None and "Text" in stored else None


async def _policy_of_stream(context: Context, entry: StreamEntry) -> StoredResourcePolicy | None:
    key = stream_policy_key(entry["TableId"], entry["Label"])
    (stored,) = await context.node.storage.read([key], consistent=True)
    return None if stored is None else policy_from_bytes(stored)
