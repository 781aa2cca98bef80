"""BatchGetItem: reads up to 100 items of several tables as one snapshot."""

from functools import partial
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_batch_capacity, finish_meter
from jedlik.apis.dynamodb.expressions import check_parameters, projection_of
from jedlik.apis.dynamodb.model.items import BATCH_GET_ITEM, BatchGetItemRequest, KeysAndAttributes
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.core.errors import invalid
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Projection
from jedlik.core.expressions.project import project
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import check_distinct, request_key
from jedlik.core.limits import BATCH_GET_BYTES, BATCH_GET_KEYS
from jedlik.core.pauses import spend
from jedlik.core.types.stored_item import (
    part_json,
    stored_json,
    stored_size_bytes,
)
from jedlik.core.types.value import READ, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.tables.name import table_of
from jedlik.turns import call

_EXPRESSIONS: Final = ("ProjectionExpression",)
_LEGACY: Final = ("AttributesToGet",)
# Looking at the members of a table is as much work as this many values, see `spend`.
_VALUES_PER_TABLE: Final = 4


class CheckedBlock(NamedTuple):
    """The part of a request about one table. `name` is the name or the ARN in the request."""

    name: str
    block: KeysAndAttributes
    projection: Projection | None


class CheckedBatch(NamedTuple):
    """A request whose keys are canonical and whose projections are parsed."""

    request: BatchGetItemRequest
    blocks: list[CheckedBlock]


class _Wanted(NamedTuple):
    block: CheckedBlock
    table: Table
    keys: list[Key]


def check(request: BatchGetItemRequest) -> CheckedBatch:
    """Checks the rules across members, table by table in the order of the request."""
    blocks: list[CheckedBlock] = []
    count = 0
    if len(request["RequestItems"]) > 1:
        # The parts may not mix expressions with the legacy parameters that these replace.
        given: dict[str, None] = {}
        for block in request["RequestItems"].values():
            spend(_VALUES_PER_TABLE)
            given.update(dict.fromkeys(block))
        check_parameters(given, READ, _EXPRESSIONS, _LEGACY)
    for name, block in request["RequestItems"].items():
        check_parameters(block, READ, _EXPRESSIONS, _LEGACY)
        projection = projection_of(block)
        for key in block["Keys"]:
            normalise_item(key, READ)
        # Before the table is looked up: dynalite's tests, and reports of users of June 2026.
        check_distinct([repr(sorted(key.items())) for key in block["Keys"]])
        count += len(block["Keys"])
        if count > BATCH_GET_KEYS:
            raise invalid("Too many items requested for the BatchGetItem call")
        blocks.append(CheckedBlock(name, block, projection))
    return CheckedBatch(request, blocks)


async def run(checked: CheckedBatch, context: Context) -> Answer:
    """Reads all items at once. The keys of items beyond 16 MB are answered as UnprocessedKeys."""
    by_table: dict[int, _Wanted] = {}
    for block in checked.blocks:
        each = await _wanted(block, context)
        # The ARN and the name of one table are one entry (ExtendDB's tests, which also run on the
        # service). The later one is used; which one the service uses is not recorded.
        by_table[each.table.id] = each
    wanted = list(by_table.values())
    keys = [key for each in wanted for key in each.keys]
    check_distinct(keys)
    consistent = any(each.block.block.get("ConsistentRead", False) for each in wanted)
    values = list(await context.node.storage.read(keys, consistent=consistent))
    processed = _processed(values)
    responses: dict[str, list[object]] = {}
    unprocessed: dict[str, object] = {}
    at = 0
    for each in wanted:
        end = at + len(each.keys)
        found = values[at : min(end, processed)]
        projection = each.block.projection
        existing = [stored for stored in found if stored is not None]
        responses[each.block.name] = (
            [stored_json(stored) for stored in existing]
            if projection is None
            else await call(partial(_projected, projection, existing))
        )
        context.meter.of_table(each.table.id, each.table.name)  # reported even if nothing fits
        is_consistent = each.block.block.get("ConsistentRead", False)
        for stored in found:
            each.table.charge_read(context.meter, stored, consistent=is_consistent)
        if processed < end:
            left = each.block.block["Keys"][max(processed - at, 0) :]
            unprocessed[each.block.name] = {**each.block.block, "Keys": left}
        at = end
    answered: dict[str, object] = {"Responses": responses, "UnprocessedKeys": unprocessed}
    if context.meter.held:
        await finish_meter(checked.request, context.meter)
    add_batch_capacity(answered, checked.request, context.meter)
    return answered


async def _wanted(block: CheckedBlock, context: Context) -> _Wanted:
    table = await table_of(context, block.name)
    keys = [request_key(table.key, key) for key in block.block["Keys"]]
    check_key_paths(table.scalars, block.projection)
    return _Wanted(block, table, keys)


def _processed(values: list[bytes | None]) -> int:
    """Returns how many of the values fit into one answer: at least one."""
    size_bytes = 0
    for count, stored in enumerate(values):
        if stored is not None:
            size_bytes += stored_size_bytes(stored)
        if size_bytes > BATCH_GET_BYTES:
            return max(count, 1)
    return len(values)


def _projected(projection: Projection, found: list[bytes]) -> list[object]:
    return [part_json(stored, partial(project, projection)) or {} for stored in found]


def parts(request: BatchGetItemRequest, checked: CheckedBatch) -> list[Part]:
    """Returns the read of each table."""
    return [Part("dynamodb:BatchGetItem", name, block) for name, block, _ in checked.blocks]


OPERATION: Final = Operation(
    "BatchGetItem",
    Access.READ,
    Plane.DATA,
    BATCH_GET_ITEM,
    check,
    run,
    PartsRule(parts),
)
