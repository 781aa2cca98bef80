"""What a feature adds to the commit of an item, and to the rules that every item must satisfy.

A table is loaded with the tuple of its participants. `commit` reads the keys that they need, calls
`decide` of the write to get the change of the item, calls `derive` of each participant in order,
and writes everything in one Batch. For a table without participants this costs one comparison.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import final

from mypy_extensions import mypyc_attr

from jedlik.core.errors import ServiceError
from jedlik.core.expressions.nodes import Update
from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image
from jedlik.engine.meter import MeteredIndex, Usage
from jedlik.storage.interface import Mutation


@final
class ItemChange:
    """A change of one item, for participants.

    old, new: the item before and after the change, None if it does not exist. Both are None if a
    write deletes an absent item. is_same: whether the stored bytes are the same before and after.
    by_service: whether the service itself makes the change (time to live), not a caller.
    """

    __slots__ = ("by_service", "is_same", "key", "new", "old")

    def __init__(self, key: Key, old: Image | None, new: Image | None, *, by_service: bool) -> None:
        self.key = key
        self.old = old
        self.new = new
        self.by_service = by_service
        if old is None or new is None:
            self.is_same = old is new
        else:
            self.is_same = old.stored == new.stored


@final
class Derived:
    """What one participant derives from the change of an item.

    mutations: the derived writes, which come after the item itself. charges: the write units of
    each index that the change touches. collection_bytes: the size of the item's collection after
    the change, None if the table has no item collections. uncharged_bytes: how many bytes of the
    old item and of the new item the table is not charged for.
    """

    __slots__ = ("charges", "collection_bytes", "mutations", "uncharged_bytes")

    def __init__(
        self,
        mutations: Sequence[Mutation],
        charges: Sequence[tuple[MeteredIndex, float]] = (),
        collection_bytes: int | None = None,
        uncharged_bytes: tuple[int, int] = (0, 0),
    ) -> None:
        self.mutations = mutations
        self.charges = charges
        self.collection_bytes = collection_bytes
        self.uncharged_bytes = uncharged_bytes


@mypyc_attr(allow_interpreted_subclasses=True)
class ItemRule:
    """A rule that every item of a table must satisfy. Rules are checked in order of `name`."""

    def __init__(self, name: str) -> None:
        """name: the name of the index that the rule belongs to."""
        self.name = name

    def check(self, item: Item, *, by_expression: bool) -> None:
        """Raises Reject for an item that may not be written.

        by_expression: whether an update expression made the item. It changes the text of the error.
        """

    def check_update(self, update: Update, *, by_expression: bool) -> None:
        """Raises Reject for an update that can be refused before the item is read."""


@mypyc_attr(allow_interpreted_subclasses=True)
class Participant:
    """The part of one feature in the commits of one table.

    item_rules: the rules that items must satisfy. scalars: the key attributes that this participant
    adds, as pairs of the word in errors ("IndexKey") and the name. No path of an expression may
    lead into them. charges_reads: whether `read_charge` charges the reads of items.
    """

    item_rules: Sequence[ItemRule]
    scalars: Sequence[tuple[str, str]]
    charges_reads: bool

    def __init__(self) -> None:
        self.charges_reads = False
        self.item_rules = ()
        self.scalars = ()

    def read_charge(
        self, usage: Usage, items: Sequence[bytes], *, consistent: bool, at_least: int
    ) -> Callable[[], None]:
        """Returns the work that adds the units of one read of stored items to `usage`.

        It is for `Meter.held`. consistent, at_least: see `read_units`.
        """
        raise NotImplementedError

    def reads(self, key: Key) -> Sequence[Key]:
        """Returns the keys whose values `derive` needs. key: the key of the item."""
        return ()

    def derive(
        self, change: ItemChange, found: Mapping[Key, bytes | None]
    ) -> Derived | ServiceError | None:
        """Returns what to derive from a change, None for nothing, an error to refuse the change.

        found: the values of `reads`, after the earlier writes of the same transaction. The function
        is pure and may be called more than once for one change.
        """
        return None
