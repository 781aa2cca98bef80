"""What the three single-item writes share: the condition on the old item, and the answer."""

from collections.abc import Mapping
from typing import NamedTuple

from jedlik.core.changes.capacity import consumed_capacity, write_units
from jedlik.core.errors import ServiceError
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json, stored_size_bytes
from jedlik.core.types.table import Table
from jedlik.engine.commit import Change

CONDITION_FAILED = "The conditional request failed"


class Guard(NamedTuple):
    """A condition on the old item, and whether its failure shows that item."""

    condition: Condition | None
    returns_item: bool

    def refusal(self, old: bytes | None, item: Item | None) -> ServiceError | None:
        """The error when the condition does not hold for `item`, which `old` keeps."""
        if self.condition is None or evaluate(self.condition, item):
            return None
        if old is None or not self.returns_item:
            return ServiceError("ConditionalCheckFailedException", CONDITION_FAILED)
        fields = {"Item": stored_json(old)}
        return ServiceError("ConditionalCheckFailedException", CONDITION_FAILED, fields)

    def refusal_of_stored(self, old: bytes | None) -> ServiceError | None:
        """The same for a write that needs the old item for nothing else."""
        if self.condition is None:
            return None
        return self.refusal(old, None if old is None else item_from_bytes(old))


def answer(
    request: Mapping[str, object], table: Table, change: Change, attributes: object = None
) -> dict[str, object]:
    """The answer of a single-item write; `attributes` is None where the service leaves them out."""
    answered: dict[str, object] = {}
    if attributes is not None:
        answered["Attributes"] = attributes
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        units = change_units(change)
        answered["ConsumedCapacity"] = consumed_capacity(table.name, units, str(report))
    return answered


def change_units(change: Change) -> float:
    """Write capacity units of a change of one item of a table."""
    old, new = change.old, change.new
    return write_units(
        0 if old is None else stored_size_bytes(old), 0 if new is None else stored_size_bytes(new)
    )
