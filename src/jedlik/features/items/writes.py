"""Plans of writes of single items: put, delete, and the check of a condition alone.

Each operation that writes items makes these plans: PutItem and DeleteItem, batches, transactions
and PartiQL.
"""

from typing import Final, final

from jedlik.core.errors import ServiceError
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition
from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES, dispose
from jedlik.core.types.stored_item import item_from_bytes, item_to_bytes, stored_json
from jedlik.engine.commit import Change, Write
from jedlik.engine.table import Table

ITEM_TOO_LARGE: Final = "Item size has exceeded the maximum allowed size"
CONDITION_FAILED: Final = "The conditional request failed"


class Precondition:
    """A condition on the old item, and whether the error shows that item if the condition is false.

    The statements of PartiQL have subclasses, which also check whether the old item exists.
    """

    def __init__(self, condition: Condition | None, *, returns_item: bool) -> None:
        """condition: None for a write without a condition."""
        self.condition = condition
        self.returns_item = returns_item

    def refusal(self, old: bytes | None, item: Item | None) -> ServiceError | None:
        """Returns the error if the condition is false, else None.

        old: the stored bytes of the old item. item: the same item, decoded.
        """
        if self.condition is None or evaluate(self.condition, item):
            return None
        if old is None or not self.returns_item:
            return ServiceError("ConditionalCheckFailedException", CONDITION_FAILED)
        fields = {"Item": stored_json(old)}
        return ServiceError("ConditionalCheckFailedException", CONDITION_FAILED, fields)

    def refusal_of_stored(self, old: bytes | None) -> ServiceError | None:
        """Does the same as `refusal`, for a write that does not need the decoded item itself."""
        if self.condition is None:
            return None
        if old is None:
            return self.refusal(None, None)
        item = item_from_bytes(old)
        refusal = self.refusal(old, item)
        if len(old) > LARGE_BYTES:
            dispose(item)
        return refusal

    def missed(self) -> ServiceError | None:
        """Returns the error of a delete that finds no item, if another write cancels their
        transaction.
        """
        return None


@final
class PutWrite(Write):
    """Stores an item. It replaces the item that has the same key."""

    def __init__(
        self, table: Table, key: Key, item: Item, size_bytes: int, precondition: Precondition
    ) -> None:
        """Raises Reject if a rule of the table refuses the item.

        item: in canonical form. size_bytes: its size by the rules of the service.
        """
        super().__init__(table, key, size_bytes)
        for rule in table.item_rules:
            rule.check(item, by_expression=False)
        self._item = item
        self._precondition = precondition
        self._new = item_to_bytes(item, size_bytes)

    def decide(self, old: bytes | None) -> Change | ServiceError:
        """See Write.decide."""
        refusal = self._precondition.refusal_of_stored(old)
        if refusal is not None:
            return refusal
        return Change(old, self._new, new_item=self._item)

    def replanned(self, table: Table) -> "PutWrite":
        """See Write.replanned."""
        return PutWrite(table, self.key, self._item, self.attempted_bytes, self._precondition)


@final
class DeleteWrite(Write):
    """Deletes the item under a key, if there is one."""

    def __init__(self, table: Table, key: Key, precondition: Precondition) -> None:
        super().__init__(table, key)
        self._precondition = precondition

    def decide(self, old: bytes | None) -> Change | ServiceError:
        """See Write.decide."""
        return self._precondition.refusal_of_stored(old) or Change(old, None)

    def missed(self, old: bytes | None) -> ServiceError | None:
        """See Write.missed."""
        return self._precondition.missed() if old is None else None

    def replanned(self, table: Table) -> "DeleteWrite":
        """See Write.replanned."""
        return DeleteWrite(table, self.key, self._precondition)


@final
class CheckWrite(Write):
    """Checks a condition on an item and does not change the item: an action of a transaction."""

    def __init__(self, table: Table, key: Key, precondition: Precondition) -> None:
        super().__init__(table, key)
        self._precondition = precondition

    def decide(self, old: bytes | None) -> Change | ServiceError:
        """See Write.decide."""
        return self._precondition.refusal_of_stored(old) or Change(old, old)

    def replanned(self, table: Table) -> "CheckWrite":
        """See Write.replanned."""
        return CheckWrite(table, self.key, self._precondition)
